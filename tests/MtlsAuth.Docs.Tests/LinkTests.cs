namespace MtlsAuth.Docs.Tests;

/// <summary>Links lead somewhere, on GitHub as on the site.</summary>
public sealed class LinkTests
{
    [Test]
    public void Every_link_leads_to_a_file_and_a_heading_that_are_there() =>
        Repository.Pages.SelectMany(static page => page.Links.Where(link => !LeadsSomewhere(page, link)).Select(link => $"{page}: {link}"))
            .Should().BeEmpty();

    [Test]
    public void Every_page_is_listed_in_the_table_of_contents()
    {
        string contents = Repository.Read("docs/toc.yml");
        string readme = Repository.Read("docs/README.md");

        Repository.SitePages.Select(static page => page.Path["docs/".Length..])
            .Where(static path => path != "README.md" && !path.StartsWith("decisions/", StringComparison.Ordinal))
            .Should().OnlyContain(path => contents.Contains($"href: {path.Replace("README", "index")}\n") && readme.Contains($"]({path})"));
    }

    [Test]
    public void Every_decision_is_listed()
    {
        string contents = Repository.Read("docs/decisions/toc.yml");

        Directory.GetFiles(Repository.PathOf("docs/decisions"), "0*.md").Select(Path.GetFileName)
            .Should().OnlyContain(name => contents.Contains($"href: {name}\n"));
    }

    private static bool LeadsSomewhere(MarkdownPage page, string link)
    {
        string[] parts = link.Split('#');
        string folder = Path.GetDirectoryName(page.Path)!;
        string target = parts[0].Length == 0
            ? page.Path
            : Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(Repository.Root, folder, parts[0])));
        if (parts.Length == 1)
        {
            return Path.Exists(Repository.PathOf(target));
        }

        return Repository.Pages.FirstOrDefault(other => other.Path == target)?.Anchors.Contains(parts[1]) == true;
    }
}
