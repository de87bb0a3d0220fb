using MtlsAuth.Authentication;

namespace MtlsAuth.AspNetCore.Endpoints;

/// <summary>What came of authenticating the client of a request.</summary>
/// <param name="Claim">Who the client was said to be: the answer holds for nobody else.</param>
/// <param name="Result">What came of it.</param>
/// <param name="Decision">What that means where there are further methods; null where there are none.</param>
internal sealed record MtlsClientFeature(ClientClaim Claim, ClientAuthenticationResult Result, MtlsClientDecision? Decision);
