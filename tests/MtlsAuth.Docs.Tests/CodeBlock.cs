namespace MtlsAuth.Docs.Tests;

/// <summary>A block of code on a page.</summary>
/// <param name="Page">The page's path.</param>
/// <param name="Line">The line on which it begins.</param>
/// <param name="Heading">The heading above it.</param>
/// <param name="Language">Its language.</param>
/// <param name="Code">What stands in it, with a line end at its end.</param>
/// <param name="Mark">What a comment in front of it says of how it is checked: <c>&lt;!-- block: ... --&gt;</c>.</param>
internal sealed record CodeBlock(string Page, int Line, string Heading, string Language, string Code, string? Mark)
{
    /// <summary>Whether nothing checks it, and the comment gives the reason.</summary>
    public bool IsUnchecked => ReasonNotToCheck is { Length: > 20 };

    /// <summary>The file that it is a copy of.</summary>
    public string? File => After("file ");

    /// <summary>The file that it is a part of.</summary>
    public string? PartOf => After("part of ");

    /// <summary>The file with a test of another project that runs it.</summary>
    public string? TestedBy => After("tested by ");

    private string? ReasonNotToCheck => After("unchecked: ");

    public override string ToString() => $"{Page}:{Line}";

    private string? After(string word) => Mark?.StartsWith(word, StringComparison.Ordinal) == true ? Mark[word.Length..] : null;
}
