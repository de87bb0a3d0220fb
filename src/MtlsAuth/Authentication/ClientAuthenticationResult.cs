using System.Diagnostics.CodeAnalysis;
using MtlsAuth.Certificates;
using MtlsAuth.Clients;
using MtlsAuth.KeySets;

namespace MtlsAuth.Authentication;

/// <summary>Who the client is, or why that is not known.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class ClientAuthenticationResult
{
    private ClientAuthenticationResult(ClientAuthenticationRequest request, ClientMetadata? client)
    {
        ClientId = request.ClientId;
        Client = client;
        Certificate = request.Certificate;
        CertificateError = request.CertificateError;
    }

    /// <summary>Whether the client was authenticated. Nothing else here authenticates anybody.</summary>
    [MemberNotNullWhen(true, nameof(Client), nameof(Certificate), nameof(ClientId), nameof(Method))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsAuthenticated => FailureReason == ClientAuthenticationFailureReason.None;

    /// <summary>Why the client was not authenticated: for the log.</summary>
    public ClientAuthenticationFailureReason FailureReason { get; private init; }

    /// <summary>
    /// More about the failure, for the log: where two names differ, or what is wrong with a chain. Null if there is no more to say.
    /// </summary>
    public string? FailureDetail { get; private init; }

    /// <summary>What the client is told, or null if it was authenticated.</summary>
    public OAuthError? Error { get; private init; }

    /// <summary>The <c>client_id</c> of the request, whoever sent it.</summary>
    public string? ClientId { get; }

    /// <summary>The registered client that the request named, or null if there is none.</summary>
    public ClientMetadata? Client { get; }

    /// <summary>The client's registered method, or null.</summary>
    public string? Method => Client?.TokenEndpointAuthMethod;

    /// <summary>The certificate that was presented, or null. Its thumbprint is what access tokens are bound to.</summary>
    public ClientCertificate? Certificate { get; }

    /// <summary>Why the certificate could not be read.</summary>
    public CertificateFormatError CertificateError { get; }

    /// <summary>The registered key that matched, or null.</summary>
    public ClientJwk? MatchedKey { get; private init; }

    /// <summary>What the policy would have refused if it did not only report it.</summary>
    public IReadOnlyList<ClientAuthenticationFailureReason> ReportedViolations { get; private init; } = [];

    internal static ClientAuthenticationResult Authenticated(
        ClientAuthenticationRequest request,
        ClientMetadata client,
        ClientJwk? matchedKey,
        IReadOnlyList<ClientAuthenticationFailureReason> reportedViolations) =>
        new(request, client) { MatchedKey = matchedKey, ReportedViolations = reportedViolations };

    internal static ClientAuthenticationResult Failed(
        ClientAuthenticationRequest request,
        ClientMetadata? client,
        ClientAuthenticationFailureReason reason,
        string? detail,
        OAuthError error) =>
        new(request, client) { FailureReason = reason, FailureDetail = detail, Error = error };
}
