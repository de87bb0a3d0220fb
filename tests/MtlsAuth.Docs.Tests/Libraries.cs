using System.Reflection;

namespace MtlsAuth.Docs.Tests;

/// <summary>The libraries that the documentation is about: all of <c>src/</c> that is no program.</summary>
internal static class Libraries
{
    public static IReadOnlyList<Assembly> All { get; } =
    [
        .. Directory.GetFiles(Repository.PathOf("src"), "*.csproj", SearchOption.AllDirectories)
            .Where(static project => !File.ReadAllText(project).Contains("<PackAsTool>true", StringComparison.Ordinal))
            .Select(static project => Path.GetFileNameWithoutExtension(project))
            .Order(StringComparer.Ordinal)
            .Select(Assembly.Load),
    ];

    /// <summary>The namespaces that their public types stand in.</summary>
    public static IEnumerable<string> Namespaces =>
        All.SelectMany(static library => library.GetExportedTypes()).Select(static type => type.Namespace!).Distinct();
}
