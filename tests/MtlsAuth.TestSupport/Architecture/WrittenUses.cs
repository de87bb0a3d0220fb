using System.Text.RegularExpressions;

namespace MtlsAuth.TestSupport.Architecture;

/// <summary>Types whose constants or names a source file uses: the compiler puts the value in, and forgets where it came from.</summary>
public static partial class WrittenUses
{
    /// <summary>The candidates that are named in the code of a type's file.</summary>
    public static IEnumerable<(LibraryType Used, int Line)> Of(LibraryType type, IReadOnlyDictionary<string, LibraryType> byName)
    {
        string code = WithoutComments(File.ReadAllText(type.File!));
        foreach (Match match in NameOrMember().Matches(code))
        {
            // Where a member has the name of a type, the member is meant.
            string name = match.Groups["name"].Value;
            if (byName.TryGetValue(name, out LibraryType? used) && used != type && !HasMember(type, name))
            {
                yield return (used, code.AsSpan(0, match.Index).Count('\n') + 1);
            }
        }
    }

    // Line breaks stay, for the line's number.
    private static string WithoutComments(string code) =>
        CommentOrText().Replace(
            code, static match => match.Value.StartsWith('/') ? new string('\n', match.Value.Count('\n')) : match.Value);

    private static bool HasMember(LibraryType type, string name) =>
        type.Definition.Properties.Any(property => property.Name == name) || type.Definition.Fields.Any(field => field.Name == name);

    // Texts are matched so that a // in them is no comment. They stay, for what is interpolated.
    [GeneratedRegex("""/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])+'""", RegexOptions.Singleline)]
    private static partial Regex CommentOrText();

    [GeneratedRegex(@"(?<![\w.""])(?:nameof\(\s*(?<name>[A-Z]\w*)\s*[.)<]|(?<name>[A-Z]\w*)\s*\.\s*[A-Z]\w*)")]
    private static partial Regex NameOrMember();
}
