using System.Reflection;
using Mono.Cecil;

namespace MtlsAuth.TestSupport.Architecture;

/// <summary>A compiled library of this repository beside its sources.</summary>
public sealed class Library
{
    private Library(IReadOnlyList<LibraryType> types, IReadOnlyList<string> files)
    {
        Types = types;
        Files = files;
    }

    /// <summary>The types that somebody wrote.</summary>
    public IReadOnlyList<LibraryType> Types { get; }

    /// <summary>The source files in the library's rooms.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <param name="assembly">An assembly that is named after its project's folder.</param>
    /// <param name="group">The folder of the repository with the project.</param>
    public static Library Load(Assembly assembly, string group = "src")
    {
        string name = assembly.GetName().Name!;
        string folder = Path.Combine(FindRepository(), group, name);
        string[] files = [.. Directory.GetDirectories(folder)
            .Where(static room => Path.GetFileName(room) is not ("obj" or "bin"))
            .SelectMany(static room => Directory.GetFiles(room, "*.cs", SearchOption.AllDirectories))
            .Order(StringComparer.Ordinal)];
        ILookup<string, string> filesByName = files.ToLookup(static file => Path.GetFileNameWithoutExtension(file), StringComparer.Ordinal);

        // Compilers and tools that measure coverage or mutate add types of their own, which nobody wrote.
        IEnumerable<LibraryType> types = AssemblyDefinition.ReadAssembly(assembly.Location).MainModule.Types
            .Where(static type => type.Namespace.StartsWith("MtlsAuth", StringComparison.Ordinal) && !type.Name.Contains('<'))
            .Select(type => ToLibraryType(type, filesByName, folder));
        return new Library([.. types], files);
    }

    /// <summary>The type that a reference leads to, or null if it is another library's.</summary>
    public LibraryType? Find(TypeReference reference)
    {
        TypeReference outermost = reference;
        while (outermost.DeclaringType is { } declaring)
        {
            outermost = declaring;
        }

        return outermost is TypeDefinition definition ? Types.FirstOrDefault(type => type.Definition == definition) : null;
    }

    private static LibraryType ToLibraryType(TypeDefinition type, ILookup<string, string> filesByName, string folder)
    {
        string name = type.Name.Split('`')[0];
        string? file = filesByName[name].FirstOrDefault();
        string room = file is null ? string.Empty : Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar)[0];
        return new LibraryType(type, name, file, room);
    }

    private static string FindRepository()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "MtlsAuth.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName
            ?? throw new DirectoryNotFoundException("The tests of the architecture read the sources, which are not around the tests.");
    }
}
