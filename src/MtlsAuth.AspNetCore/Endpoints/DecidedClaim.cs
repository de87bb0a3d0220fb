namespace MtlsAuth.AspNetCore.Endpoints;

/// <summary>What was decided where there are further methods.</summary>
/// <param name="Claim">Who the client was said to be: the decision holds for nobody else.</param>
/// <param name="Decision">What came of it.</param>
internal sealed record DecidedClaim(ClientClaim Claim, MtlsClientDecision Decision);
