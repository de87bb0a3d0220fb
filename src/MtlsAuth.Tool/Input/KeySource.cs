using MtlsAuth.Certificates;

namespace MtlsAuth.Tool.Input;

/// <summary>A public key from somewhere, with the certificate that it came in, if it did.</summary>
internal sealed record KeySource(SubjectPublicKey Key, ClientCertificate? Certificate);
