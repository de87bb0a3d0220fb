namespace MtlsAuth.Docs.Tests;

/// <summary>The repository that the tests were built in: what they read is not copied beside them.</summary>
internal static class Repository
{
    /// <summary>Its folder.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The pages for readers: those of <c>docs/</c>, and the READMEs that they lead to.</summary>
    public static IReadOnlyList<MarkdownPage> Pages { get; } =
    [
        .. Directory.GetFiles(PathOf("docs"), "*.md", SearchOption.AllDirectories)
            .Concat(Directory.GetFiles(PathOf("samples"), "README.md", SearchOption.AllDirectories))
            .Append(PathOf("README.md")).Append(PathOf("CONTRIBUTING.md")).Append(PathOf("SECURITY.md"))
            .Order(StringComparer.Ordinal)
            .Select(static path => new MarkdownPage(Path.GetRelativePath(Root, path).Replace('\\', '/'))),
    ];

    /// <summary>The pages that become the site.</summary>
    public static IEnumerable<MarkdownPage> SitePages =>
        Pages.Where(static page => page.Path.StartsWith("docs/", StringComparison.Ordinal));

    public static string PathOf(string relative) => Path.Combine(Root, relative);

    public static string Read(string relative) => File.ReadAllText(PathOf(relative));

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "MtlsAuth.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not lie in the repository.");
    }
}
