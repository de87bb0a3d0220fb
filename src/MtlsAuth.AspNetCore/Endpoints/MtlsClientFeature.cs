using Microsoft.AspNetCore.Http;
using MtlsAuth.AspNetCore.Forwarding;

namespace MtlsAuth.AspNetCore.Endpoints;

/// <summary>What came of authenticating the client of a request.</summary>
/// <param name="Result">What came of it.</param>
/// <param name="IsForwarded">What the endpoint said of the source of certificates; null if nothing, or if there was none yet.</param>
/// <param name="Decided">What that means where there are further methods; null where there are none.</param>
internal sealed record MtlsClientFeature(ClientAuthenticationResult Result, bool? IsForwarded, DecidedClaim? Decided)
{
    /// <summary>Whether the endpoint of the request still says the same of the source: the answer holds for no other.</summary>
    public bool IsOfSourceIn(HttpContext context) => ClientCertificateSourceMetadata.IsForwardedTo(context) == IsForwarded;
}
