using MtlsAuth;
using MtlsAuth.Registration;

namespace AuthorizationServer.Page;

/// <summary>What a client with a certificate would register for a method, and what would come of it.</summary>
/// <param name="Id">Tells it from the others of the page.</param>
/// <param name="Name">The method, or the member with the name.</param>
/// <param name="Metadata">What to register (RFC 7591).</param>
/// <param name="Result">What client authentication says of a client that registered it and comes with the certificate.</param>
/// <param name="Findings">What registration says of it.</param>
internal sealed record MethodTrial(
    int Id,
    string Name,
    ClientMetadata Metadata,
    ClientAuthenticationResult Result,
    IReadOnlyList<ClientRegistrationFinding> Findings);
