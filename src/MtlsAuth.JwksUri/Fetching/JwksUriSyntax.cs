using System.Diagnostics.CodeAnalysis;

namespace MtlsAuth.JwksUri.Fetching;

/// <summary>Which <c>jwks_uri</c> is fetched: the ones that registration takes as well, so that both say the same.</summary>
internal static class JwksUriSyntax
{
    /// <summary>The longest URL, in characters.</summary>
    public const int MaximumLength = 2_048;

    /// <summary>Reads an absolute https URL without fragment, user name and password, in printable ASCII.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Uri? uri)
    {
        uri = null;

        // The characters come first: the platform's reader repairs what it can, and what it makes of the rest nobody has seen.
        return text.Length <= MaximumLength
            && !text.AsSpan().ContainsAny('#', '\\')
            && !text.AsSpan().ContainsAnyExceptInRange('!', '~')
            && Uri.TryCreate(text, UriKind.Absolute, out uri)
            && uri.Scheme == Uri.UriSchemeHttps
            && uri.Host.Length > 0
            && uri.UserInfo.Length == 0;
    }
}
