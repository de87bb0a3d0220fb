using Microsoft.AspNetCore.Http;
using MtlsAuth.AspNetCore.Forwarding;

namespace MtlsAuth.AspNetCore.Endpoints;

/// <summary>What came of authenticating the client of a request.</summary>
/// <param name="Claim">Who the client was said to be: the answer holds for nobody else.</param>
/// <param name="Result">What came of it.</param>
/// <param name="Decision">What that means where there are further methods; null where there are none.</param>
/// <param name="IsForwarded">What the endpoint said of the source of certificates; null if nothing, or if there was none yet.</param>
internal sealed record MtlsClientFeature(
    ClientClaim Claim, ClientAuthenticationResult Result, MtlsClientDecision? Decision, bool? IsForwarded)
{
    /// <summary>Whether the endpoint of the request still says the same of the source: the answer holds for no other.</summary>
    public bool IsOfSourceIn(HttpContext context) => ClientCertificateSourceMetadata.IsForwardedTo(context) == IsForwarded;
}
