using System.Globalization;
using System.Text;
using MtlsAuth.Certificates;

namespace MtlsAuth.Authentication;

/// <summary>Says why no registered key is the certificate's: for the log, on one line, of bounded length.</summary>
/// <remarks>What the client itself wrote is not repeated.</remarks>
internal static class RegisteredKeysDetail
{
    // What a person compares by eye; the number of the others follows.
    private const int MaximumCount = 3;

    /// <summary>The client has not exactly one of <c>jwks</c> and <c>jwks_uri</c>.</summary>
    public static string NotOneSource(ClientMetadata client) => client.Jwks is null
        ? "the client has registered neither jwks nor jwks_uri"
        : "the client has registered both jwks and jwks_uri, and which of them counts is not known (RFC 7591 section 2)";

    /// <summary>Nobody fetches the keys.</summary>
    public static string NoJwkSetSource =>
        $"the client's keys are at its jwks_uri, but the server has no {nameof(IClientJwkSetSource)} to fetch them";

    /// <summary>What the client publishes is no key set.</summary>
    public static string NoSetAtUri => "what the client publishes at its jwks_uri is no JWK Set";

    /// <summary>No key of a set matched.</summary>
    /// <param name="keys">The set.</param>
    /// <param name="certificate">The certificate that was presented.</param>
    /// <param name="comparesCertificates">Whether certificates were compared, and not keys.</param>
    public static string Of(ClientJwkSet keys, ClientCertificate certificate, bool comparesCertificates)
    {
        StringBuilder text = new();
        if (keys.Keys.Count == 0)
        {
            text.Append(keys.SkippedKeys.Count == 0 ? "the client's JWK Set has no keys" : "none of the client's keys can be used");
        }
        else if (comparesCertificates)
        {
            AppendCertificates(text, keys, certificate);
        }
        else
        {
            text.Append(CultureInfo.InvariantCulture, $"presented key {certificate.PublicKeyThumbprint}, registered ");
            AppendFirst(text, keys.Keys, static key => key.Thumbprint.ToString());
        }

        if (keys.SkippedKeys.Count > 0)
        {
            text.Append("; not used: ");
            AppendFirst(text, keys.SkippedKeys, Describe);
        }

        return text.ToString();
    }

    private static void AppendCertificates(StringBuilder text, ClientJwkSet keys, ClientCertificate certificate)
    {
        ClientCertificate[] registered = [.. keys.Keys.Select(static key => key.Certificate).OfType<ClientCertificate>()];
        if (registered.Length == 0)
        {
            text.Append("the client has registered keys without certificates (x5c), and its method compares certificates");
        }
        else
        {
            text.Append(CultureInfo.InvariantCulture, $"presented certificate {certificate.Thumbprint}, registered ");
            AppendFirst(text, registered, static item => item.Thumbprint.ToString());
        }

        // The usual cause: the certificate was renewed and not registered again.
        if (keys.TryFind(certificate.PublicKey, out _))
        {
            text.Append("; its key is a registered one");
        }
    }

    private static string Describe(SkippedJwk key) => key.Member.Length == 0
        ? $"keys[{key.Index}] {key.Reason}"
        : $"keys[{key.Index}].{key.Member} {key.Reason}";

    private static void AppendFirst<T>(StringBuilder text, IReadOnlyList<T> items, Func<T, string> describe)
    {
        text.AppendJoin(", ", items.Take(MaximumCount).Select(describe));
        if (items.Count > MaximumCount)
        {
            text.Append(CultureInfo.InvariantCulture, $" and {items.Count - MaximumCount} more");
        }
    }
}
