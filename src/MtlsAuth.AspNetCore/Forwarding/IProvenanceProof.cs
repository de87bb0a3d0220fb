using Microsoft.AspNetCore.Http;

namespace MtlsAuth.AspNetCore.Forwarding;

/// <summary>Something that only the proxy can show: that it, and not a client, set the header.</summary>
internal interface IProvenanceProof
{
    /// <summary>Whether the request comes from the proxy.</summary>
    bool Holds(HttpContext context, ForwardedHeaders headers);
}
