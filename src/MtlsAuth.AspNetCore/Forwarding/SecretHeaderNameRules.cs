using System.Collections.Frozen;

namespace MtlsAuth.AspNetCore.Forwarding;

/// <summary>Decides whether a header's name is one that nobody guesses: Connect2id's op.tls.clientX509CertHeader, made strict.</summary>
/// <remarks>
/// What follows the last hyphen is the secret; before it may stand a prefix for people, such as <c>Sec-Client-X509-Cert-</c>. Header
/// names have no case, so that 32 random letters and digits carry 165 bits, and as many hexadecimal digits 128. The rules cannot
/// measure randomness. They refuse what people write instead of it; a random name fails them less than once in a hundred times.
/// </remarks>
internal static class SecretHeaderNameRules
{
    public const int MinimumLength = 32;

    private const int MinimumDistinctCharacters = 10;
    private const int MinimumDigits = 3;
    private const int MinimumLetters = 3;
    private const int RepeatedLength = 5;
    private const int SequenceLength = 5;

    // Longer words contain one of these, or fail for their lack of digits.
    private static readonly FrozenSet<string> Words = new[]
    {
        "admin", "apache", "cert", "change", "client", "example", "header", "mtls", "nginx", "passw", "proxy", "qwert", "random", "secret",
        "secur", "server", "token", "x509",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Why the name is refused, in a text that does not repeat it; null if it is not.</summary>
    public static string? FindProblem(string name)
    {
        string secret = name[(name.LastIndexOf('-') + 1)..].ToLowerInvariant();
        if (secret.Length < MinimumLength)
        {
            return $"has fewer than {MinimumLength} characters behind its last hyphen";
        }

        if (!secret.All(char.IsAsciiLetterOrDigit)
            || !name.All(static character => char.IsAsciiLetterOrDigit(character) || character == '-'))
        {
            return "has characters other than letters, digits and hyphens";
        }

        if (secret.Distinct().Count() < MinimumDistinctCharacters || Repeats(secret) || HasSequence(secret))
        {
            return "repeats itself or counts up or down";
        }

        int digits = secret.Count(char.IsAsciiDigit);
        return digits < MinimumDigits || secret.Length - digits < MinimumLetters || Words.Any(secret.Contains)
            ? "is made of words instead of random letters and digits"
            : null;
    }

    private static bool Repeats(string secret) =>
        Enumerable.Range(0, secret.Length - RepeatedLength + 1)
            .GroupBy(start => secret.Substring(start, RepeatedLength))
            .Any(group => group.Count() > 1);

    private static bool HasSequence(string secret)
    {
        int up = 1;
        int down = 1;
        for (int i = 1; i < secret.Length; i++)
        {
            up = secret[i] - secret[i - 1] == 1 ? up + 1 : 1;
            down = secret[i] - secret[i - 1] == -1 ? down + 1 : 1;
            if (up == SequenceLength || down == SequenceLength)
            {
                return true;
            }
        }

        return false;
    }
}
