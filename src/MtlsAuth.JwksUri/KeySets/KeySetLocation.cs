using System.Security.Cryptography;
using System.Text;
using MtlsAuth.JwksUri.Fetching;

namespace MtlsAuth.JwksUri.KeySets;

/// <summary>Where a client's keys are.</summary>
internal sealed class KeySetLocation
{
    public KeySetLocation(string uri, string clientId)
    {
        Uri = uri;

        // Caches show their keys in logs and traces, and a URL may have something in it that is nobody's business. A client that changes
        // its URL has other keys from then on, since they are found under another key.
        Key = Hash(uri);
        RefreshKey = $"refresh:{Key}:{Hash(clientId)}";
        ReloadKey = $"reload:{Key}:";
    }

    /// <summary>The client's <c>jwks_uri</c>, as it was registered.</summary>
    public string Uri { get; }

    /// <summary>Under what the keys are cached.</summary>
    public string Key { get; }

    /// <summary>Under what it is cached when they were last fetched out of turn for this client.</summary>
    public string RefreshKey { get; }

    /// <summary>How the keys of reloads begin.</summary>
    public string ReloadKey { get; }

    /// <summary>The host, for the log; the URL itself may have something in it that does not belong there.</summary>
    public string Host => HostOf(Uri);

    /// <summary>The host of a URL, for the log; <c>(none)</c> for one that is not fetched, since its host may be anything.</summary>
    public static string HostOf(string uri) => JwksUriSyntax.TryParse(uri, out Uri? parsed) ? parsed.IdnHost : "(none)";

    private static string Hash(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
