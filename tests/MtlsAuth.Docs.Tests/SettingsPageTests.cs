namespace MtlsAuth.Docs.Tests;

/// <summary><c>docs/settings.md</c> says what the code says.</summary>
public sealed class SettingsPageTests
{
    private const string Rewrite = "MTLSAUTH_WRITE_DOCS";

    [Test]
    public void The_page_is_what_the_code_and_its_comments_say()
    {
        string page = SettingsPage.Write();
        if (Environment.GetEnvironmentVariable(Rewrite) == "1")
        {
            File.WriteAllText(Repository.PathOf(SettingsPage.Path), page);
        }

        Repository.Read(SettingsPage.Path).Split('\n').Except(page.Split('\n')).Should().BeEmpty($"{Rewrite}=1 writes the page anew");
        (Repository.Read(SettingsPage.Path) == page).Should().BeTrue($"{Rewrite}=1 writes the page anew");
    }

    [Test]
    public void Every_library_is_looked_at() => Libraries.All.Should().HaveCountGreaterThanOrEqualTo(7);

    [Test]
    public void Ranges_come_from_what_the_library_refuses()
    {
        string[] ranges =
        [
            "| `ClockSkew` | `00:01:00` | from 00:00:00 to 01:00:00 |",
            "| `MaximumFormLength` | `65536` | from 1 to 1048576 octets |",
            "| `MinimumPause` | `00:00:05` | From 5 seconds to `MaximumPause` |",
        ];

        ranges.Where(static range => !SettingsPage.Write().Contains(range, StringComparison.Ordinal)).Should().BeEmpty();
    }
}
