using System.Diagnostics.CodeAnalysis;

namespace MtlsAuth.JwksUri.Options;

/// <summary>A host that may have addresses of private networks.</summary>
/// <param name="Name">Its name or address, as it stands in a URL.</param>
/// <param name="Port">Its port; null for any.</param>
internal sealed record InternalHost(string Name, int? Port)
{
    public static bool TryParse(string? text, [NotNullWhen(true)] out InternalHost? host)
    {
        host = null;
        if (string.IsNullOrEmpty(text)
            || !Uri.TryCreate($"https://{text}/", UriKind.Absolute, out Uri? uri)
            || uri.UserInfo.Length > 0
            || uri.AbsolutePath.Length > 1
            || uri.Query.Length > 0
            || uri.Fragment.Length > 0)
        {
            return false;
        }

        // A port that is written is one; 443 is what a URL without one has.
        bool hasPort = text.LastIndexOf(':') > text.LastIndexOf(']') && text.Contains(':', StringComparison.Ordinal);
        host = new InternalHost(uri.IdnHost, hasPort ? uri.Port : null);
        return true;
    }

    public bool Matches(Uri uri) =>
        string.Equals(uri.IdnHost, Name, StringComparison.OrdinalIgnoreCase) && (Port is null || Port == uri.Port);
}
