namespace MtlsAuth.Testing.Hosting;

/// <summary>On a request whose certificate a test chose.</summary>
internal sealed record FakeCertificate(PresentedCertificate Presented);
