namespace MtlsAuth.AspNetCore.Certificates;

/// <summary>On each connection of an endpoint that asks for client certificates, so that one that does not can be told from it.</summary>
internal sealed class CertificateRequestFeature
{
    private CertificateRequestFeature()
    {
    }

    public static CertificateRequestFeature Sent { get; } = new();
}
