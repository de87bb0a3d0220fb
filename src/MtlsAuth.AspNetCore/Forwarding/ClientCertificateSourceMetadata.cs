using Microsoft.AspNetCore.Http;

namespace MtlsAuth.AspNetCore.Forwarding;

/// <summary>An endpoint's own word on where its clients' certificates come from.</summary>
internal sealed record ClientCertificateSourceMetadata(bool IsForwarded)
{
    /// <summary>What the request's endpoint says; null if it says nothing, or routing has not chosen it yet.</summary>
    public static bool? IsForwardedTo(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<ClientCertificateSourceMetadata>()?.IsForwarded;
}
