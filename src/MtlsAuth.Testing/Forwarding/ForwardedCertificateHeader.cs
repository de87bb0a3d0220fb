using MtlsAuth.Forwarding;
using MtlsAuth.Testing.Forwarding;

namespace MtlsAuth.Testing;

/// <summary>Writes certificates into header values as proxies that end TLS do, in every format that the library reads.</summary>
/// <remarks>
/// The server under test wants its proof as well that a proxy set the header, such as a shared secret in another one. TestServer has no
/// addresses of its own, so that <c>KnownProxies</c> never holds there.
/// </remarks>
/// <example>
/// <code>
/// TestCertificate certificate = TestCertificates.Ec().Create();
/// HttpRequestMessage request = new(HttpMethod.Post, "/token");
/// request.Headers.Add("X-Client-Cert", ForwardedCertificateHeader.Write(ForwardedCertificateFormat.PercentEncodedPem, certificate));
/// </code>
/// </example>
public static class ForwardedCertificateHeader
{
    /// <summary>The value of the header, with the chain in it where the format has it there.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The format is none of those defined.</exception>
    public static string Write(ForwardedCertificateFormat format, TestCertificate certificate) => Encode(format, certificate).Value;

    /// <summary>The values of the headers with the chain, in their order; empty if there is none, or it stands in the value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The format is none of those defined.</exception>
    public static IReadOnlyList<string> WriteChain(ForwardedCertificateFormat format, TestCertificate certificate) =>
        Array.AsReadOnly(Encode(format, certificate).Chain);

    private static (string Value, string[] Chain) Encode(ForwardedCertificateFormat format, TestCertificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return format.Encode(certificate.Der.ToArray(), [.. certificate.Chain.Select(static item => item.Der.ToArray())]);
    }
}
