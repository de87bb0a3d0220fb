using System.Collections.Frozen;

namespace MtlsAuth.AspNetCore.Forwarding;

/// <summary>Decides whether a header's name is one that nobody guesses: Connect2id's op.tls.clientX509CertHeader, made strict.</summary>
/// <remarks>
/// The secret is what a generator wrote: 128 bits as 32 hexadecimal digits, with hyphens or without (a UUID), or at least 22 letters,
/// digits, hyphens and underscores (base64url; header names have no case, which costs less than a bit for each). In front of it may stand
/// words for people, such as <c>Sec-Client-X509-Cert-</c>. The rules cannot measure randomness. They refuse much of what people write
/// instead, and no name that a generator made.
/// </remarks>
internal static class SecretHeaderNameRules
{
    private const int MinimumHexadecimalLength = 32;

    // Of secrets that have other characters as well.
    private const int MinimumLength = 22;

    // The last group of a UUID. Random base64url ends with so many hexadecimal digits behind a hyphen once in ten million times.
    private const int HexadecimalTailLength = 12;

    private static readonly char[] Separators = ['-', '_'];

    // Longer ones before those that they contain.
    private static readonly string[] Words =
    [
        "quickbrownfox", "certificate", "forwarded", "jumpsover", "example", "forward", "gateway", "lazydog", "apache", "change", "client",
        "header", "random", "secret", "server", "admin", "nginx", "passw", "proxy", "secur", "token", "cert", "mtls", "x509",
    ];

    // The hundred commonest of 676 in English words: two thirds of all pairs in such, and a seventh in random letters.
    private static readonly FrozenSet<string> CommonPairs =
        ("ac ad ai al am an ap ar as at bl ca ce ch cl co ct da de di ea ec ed el em en er es et ex fi ge ha he ho ia ib ic ie il "
        + "im in io is it la le li ll lo ma me mi mo mp na nc nd ne ng ni no ns nt oc ol om on op or os ou pa pe pl po pr ra re ri "
        + "ro rs rt se si so ss st ta te th ti to tr ts un ur us ut ve").Split(' ').ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Why the name is refused, in a text that does not repeat it; null if it is not.</summary>
    public static string? FindProblem(string name)
    {
        if (!name.All(static character => char.IsAsciiLetterOrDigit(character) || Separators.Contains(character)))
        {
            return "has characters other than letters, digits, hyphens and underscores";
        }

        string folded = name.ToLowerInvariant();
        string hexadecimal = TakeHexadecimalTail(folded);
        string secret = hexadecimal.Length > 0 ? hexadecimal : TakeOffPrefix(folded);
        return secret.Length < (hexadecimal.Length > 0 ? MinimumHexadecimalLength : MinimumLength)
                ? $"has fewer than {MinimumHexadecimalLength} hexadecimal digits, or {MinimumLength} other characters, behind its prefix"
            : !RandomText.IsPossible(secret) ? "repeats itself or counts up or down"
            : IsMadeOfWords(secret) ? "is made of words instead of random characters"
            : null;
    }

    // All groups of hexadecimal digits at the end, if the last of them is too long to be there by chance.
    private static string TakeHexadecimalTail(string name)
    {
        string[] groups = name.Split(Separators);
        int first = Array.FindLastIndex(groups, static group => !group.All(char.IsAsciiHexDigit)) + 1;
        return groups[^1].Length >= HexadecimalTailLength ? string.Concat(groups[first..]) : "";
    }

    // Words always, and what may be one as long as there is enough behind it.
    private static string TakeOffPrefix(string name)
    {
        while (name.IndexOfAny(Separators) is var end and >= 0)
        {
            string first = name[..end];
            string rest = name[(end + 1)..];
            if (!Words.Contains(first) && (!first.All(char.IsAsciiLetter) || rest.Length < MinimumLength))
            {
                break;
            }

            name = rest;
        }

        return name;
    }

    private static bool IsMadeOfWords(string secret)
    {
        string rest = Words.Aggregate(secret, static (text, word) => text.Replace(word, "", StringComparison.Ordinal));
        if (rest.Length * 8 < secret.Length * 5)
        {
            return true;
        }

        string[] pairs = [.. Enumerable.Range(0, secret.Length - 1).Select(start => secret.Substring(start, 2))
            .Where(static pair => pair.All(char.IsAsciiLetter))];
        return !secret.Any(char.IsAsciiDigit) && pairs.Count(CommonPairs.Contains) * 5 >= pairs.Length * 3;
    }
}
