using MtlsAuth.Authentication;

namespace MtlsAuth.AspNetCore.Endpoints;

/// <summary>What came of authenticating the client of a request.</summary>
internal sealed record MtlsClientFeature(ClientAuthenticationResult Result);
