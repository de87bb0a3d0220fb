namespace MtlsAuth.Docs.Tests;

/// <summary>Each page on a proxy says how sure it is, and what is run is run.</summary>
public sealed class ProxyPageTests
{
    private const string Mark = "\n**How sure this is**: ";
    private const string RunHere = "run here";

    private static readonly MarkdownPage Contents = new("docs/proxies/README.md");

    private static readonly MarkdownPage[] Pages =
    [
        .. Repository.SitePages.Where(static page =>
            page.Path.StartsWith("docs/proxies/", StringComparison.Ordinal) && page.Path != Contents.Path),
    ];

    [Test]
    public void Each_page_says_whether_the_proxy_was_run_captured_or_read_about() => Pages.Should().HaveCountGreaterThan(10)
        .And.OnlyContain(static page => HowSure(page).StartsWith(RunHere)
            || HowSure(page).StartsWith("from captures") || HowSure(page).StartsWith("from documentation"));

    [Test]
    public void The_table_says_the_same() => Rows()
        .Should().HaveCount(Pages.Length).And.OnlyContain(static row => HowSure(Find(row[0])).StartsWith(row[1]));

    [Test]
    public void What_is_run_shows_the_files_that_are_run() => Pages
        .Where(static page => HowSure(page).StartsWith(RunHere, StringComparison.Ordinal))
        .Should().OnlyContain(static page => page.Blocks.Any(block => block.File != null) || page.Text.Contains("`YarpTests`"));

    [Test]
    public void Each_page_has_the_settings_of_the_server() => Pages.Should().OnlyContain(static page =>
        page.Blocks.Any(block => block.Language == "json" && block.Code.Contains("\"ForwardedCertificate\"")));

    private static string[][] Rows() =>
    [
        .. Contents.Text.Split('\n').Where(static line => line.StartsWith("| [", StringComparison.Ordinal))
            .Select(static line => line.Trim('|').Split('|').Select(static cell => cell.Trim()).ToArray()),
    ];

    private static MarkdownPage Find(string cell) =>
        Pages.Single(page => cell.EndsWith($"]({Path.GetFileName(page.Path)})", StringComparison.Ordinal));

    private static string HowSure(MarkdownPage page) =>
        page.Text.Contains(Mark, StringComparison.Ordinal) ? page.Text.Split(Mark)[1].Split('\n')[0] : string.Empty;
}
