using MtlsAuth.Certificates;
using MtlsAuth.KeySets;

namespace MtlsAuth.Authentication;

/// <summary>Says why no registered key is the certificate's: for the log, on one line, of bounded length.</summary>
/// <remarks>What the client itself wrote is not repeated.</remarks>
internal static class KeyLookUpDetail
{
    /// <summary>Nobody fetches the keys.</summary>
    public static string NoJwkSetSource =>
        $"the client's keys are at its jwks_uri, but the server has no {nameof(IClientJwkSetSource)} to fetch them";

    /// <summary>No key of a set that has some matched.</summary>
    /// <param name="keys">The set.</param>
    /// <param name="certificate">The certificate that was presented.</param>
    /// <param name="matching">What was compared.</param>
    public static string Of(ClientJwkSet keys, ClientCertificate certificate, SelfSignedMatching matching) =>
        (matching == SelfSignedMatching.PublicKey ? OfKeys(keys, certificate) : OfCertificates(keys, certificate))
        + KeySetText.Skipped(keys);

    private static string OfKeys(ClientJwkSet keys, ClientCertificate certificate) =>
        $"presented key {certificate.PublicKeyThumbprint}, registered {KeySetText.First(keys.Keys, static key => $"{key.Thumbprint}")}";

    private static string OfCertificates(ClientJwkSet keys, ClientCertificate certificate)
    {
        ClientCertificate[] registered = [.. keys.Keys.Select(static key => key.Certificate).OfType<ClientCertificate>()];
        string text = registered.Length == 0
            ? "the client has registered keys without certificates (x5c), and its method compares certificates"
            : $"presented certificate {certificate.Thumbprint}, "
                + $"registered {KeySetText.First(registered, static item => $"{item.Thumbprint}")}";

        // The usual cause: the certificate was renewed and not registered again.
        return keys.TryFind(certificate.PublicKey, out _) ? text + "; its key is a registered one" : text;
    }
}
