using MtlsAuth.Certificates;

namespace MtlsAuth.Tool.Input;

/// <summary>The certificates of one input.</summary>
/// <param name="Source">The input's name.</param>
/// <param name="Form">What it was, for people: <c>PEM</c>, <c>RFC 9440 header</c>.</param>
/// <param name="Certificates">The certificates, the client's own first.</param>
/// <param name="HasPrivateKey">Whether a private key stands beside them, of which nothing was read.</param>
internal sealed record CertificateInput(
    string Source, string Form, IReadOnlyList<ClientCertificate> Certificates, bool HasPrivateKey = false);
