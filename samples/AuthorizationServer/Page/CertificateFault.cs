using MtlsAuth.Certificates;

namespace AuthorizationServer.Page;

/// <summary>Why something is not read as a certificate.</summary>
/// <param name="Error">The library's reason.</param>
/// <param name="Form">The form that was read.</param>
/// <param name="Position">Where the fault is; null if it is nowhere in particular.</param>
internal sealed record CertificateFault(CertificateFormatError Error, string Form, string? Position);
