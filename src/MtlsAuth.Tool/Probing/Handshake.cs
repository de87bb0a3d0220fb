using System.Net.Security;
using System.Security.Authentication;

namespace MtlsAuth.Tool.Probing;

/// <summary>What a server said in a TLS handshake without a certificate of the client.</summary>
/// <param name="Protocol">The version; null if the handshake did not come to its end.</param>
/// <param name="CipherSuite">The cipher suite, likewise.</param>
/// <param name="AsksForCertificate">Whether it asked for a certificate.</param>
/// <param name="Authorities">The subjects of the authorities that it named; empty if any will do, or the platform does not tell.</param>
internal sealed record Handshake(
    SslProtocols? Protocol, TlsCipherSuite? CipherSuite, bool AsksForCertificate, IReadOnlyList<string> Authorities);
