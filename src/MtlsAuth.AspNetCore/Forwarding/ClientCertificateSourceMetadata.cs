namespace MtlsAuth.AspNetCore.Forwarding;

/// <summary>An endpoint's own word on where its clients' certificates come from.</summary>
internal sealed record ClientCertificateSourceMetadata(bool IsForwarded);
