using Mono.Cecil;

namespace MtlsAuth.TestSupport.Architecture;

/// <summary>What the folders of a library promise. Each rule answers with what breaks it.</summary>
public static class RoomRules
{
    /// <summary>Each room uses only those before it.</summary>
    public static IReadOnlyList<string> FindUsesOfLaterRooms(Library library, IReadOnlyList<string> rooms)
    {
        Dictionary<string, int> order = rooms.Select(static (room, index) => (room, index)).ToDictionary();
        Dictionary<string, LibraryType> byName = library.Types.Where(static type => type.File is not null)
            .DistinctBy(static type => type.Name).ToDictionary(static type => type.Name, StringComparer.Ordinal);
        List<string> found = [.. byName.Values.Where(type => !order.ContainsKey(type.Room))
            .Select(static type => $"{type.Name} stands in {type.Room}, which is none of the rooms")];
        if (found.Count > 0)
        {
            return found;
        }

        foreach (LibraryType type in byName.Values)
        {
            found.AddRange(CompiledUses.Of(type.Definition)
                .Select(use => (use.Member, Used: library.Find(use.Type)))
                .Where(use => IsLater(use.Used))
                .Select(use => Say(use.Used!, use.Member)));
            found.AddRange(WrittenUses.Of(type, byName)
                .Where(use => IsLater(use.Used))
                .Select(use => Say(use.Used, $"line {use.Line}")));

            bool IsLater(LibraryType? used) => used?.File is not null && order[used.Room] > order[type.Room];

            string Say(LibraryType used, string place) => $"{type.Room}/{type.Name} uses {used.Room}/{used.Name} ({place})";
        }

        return [.. found.Distinct()];
    }

    /// <summary>A room alone touches files: by <c>System.IO</c>, or by what the platform opens itself.</summary>
    /// <remarks>
    /// Streams and paths that are none of a file count as well: what is at hand is a span, and whoever needs a stream gets it from outside.
    /// </remarks>
    public static IReadOnlyList<string> FindFileAccess(Library library, string exceptIn) =>
    [
        .. library.Types.Where(type => type.Room != exceptIn)
            .SelectMany(static type => CompiledUses.Of(type.Definition)
                .Where(static use => OpensFile(use.Called) || IsInputOrOutput(use.Type))
                .Select(use => $"{type.Room}/{type.Name}.{use.Member} uses {use.Called?.FullName ?? use.Type.FullName}"))
            .Distinct(),
    ];

    /// <summary>A file holds one type, which is named after it.</summary>
    public static IReadOnlyList<string> FindUnnamedFiles(IReadOnlyList<LibraryType> types, IReadOnlyList<string> files)
    {
        HashSet<string?> withType = [.. types.Select(static type => type.File)];

        // A part of a type stands beside it: Name.Part.cs.
        bool HasType(string file) =>
            withType.Contains(file)
            || withType.Contains(Path.Combine(Path.GetDirectoryName(file)!, Path.GetFileName(file).Split('.')[0] + ".cs"));

        return
        [
            .. types.Where(static type => type.File is null).Select(static type => $"{type.Definition.FullName} has no file of its own"),
            .. files.Where(file => !HasType(file)).Select(static file => $"{file} has no type of its name"),
            .. types.Where(static type => type.File is not null).GroupBy(static type => type.File)
                .Where(static group => group.DistinctBy(static type => type.Definition.Namespace).Count() > 1)
                .Select(static group => $"{group.Key} has types of several namespaces"),
        ];
    }

    private static bool IsInputOrOutput(TypeReference type) => $"{type.Namespace}.".StartsWith("System.IO.", StringComparison.Ordinal);

    // X509Certificate2 reads the file of a name, and so does whatever of the platform ends in File.
    private static bool OpensFile(MemberReference? called) =>
        called is MethodReference method
        && method.DeclaringType.Namespace.StartsWith("System", StringComparison.Ordinal)
        && (method.Name.EndsWith("File", StringComparison.Ordinal)
            || (method.Name is ".ctor" or "Import"
                && method.DeclaringType.Name.StartsWith("X509", StringComparison.Ordinal)
                && method.Parameters.Any(static parameter => parameter.ParameterType.FullName == "System.String")));
}
