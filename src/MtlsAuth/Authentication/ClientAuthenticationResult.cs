using System.Diagnostics.CodeAnalysis;
using MtlsAuth.Authentication;
using MtlsAuth.Certificates;

namespace MtlsAuth;

/// <summary>Who the client is, or why that is not known.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class ClientAuthenticationResult
{
    private readonly ClientAuthenticationRequest _request;

    // Null if the client was authenticated: that is what most results are, and they carry nothing for it.
    private readonly Failure? _failure;

    // Null unless the server has further requirements.
    private readonly RequirementOutcome? _requirements;

    private ClientAuthenticationResult(
        ClientAuthenticationRequest request, RegisteredClient? client, Failure? failure, RequirementOutcome? requirements)
    {
        _request = request;
        _failure = failure;
        _requirements = requirements;
        Client = client;
    }

    /// <summary>Whether the client was authenticated. Nothing else here authenticates anybody.</summary>
    [MemberNotNullWhen(true, nameof(Client), nameof(Certificate), nameof(ClientId), nameof(Method))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsAuthenticated => _failure is null;

    /// <summary>Why the client was not authenticated: for the log.</summary>
    public ClientAuthenticationFailureReason FailureReason => _failure?.Reason ?? ClientAuthenticationFailureReason.None;

    /// <summary>
    /// More about the failure, for the log: where two names differ, or what is wrong with a chain. Null if there is no more to say.
    /// </summary>
    public string? FailureDetail => _failure?.Cause as string ?? Exception?.Message;

    /// <summary>
    /// What a store, a source or a checker of the application's has thrown, for the log and never for the client. Null unless that is why
    /// the client was not authenticated.
    /// </summary>
    public Exception? Exception => _failure?.Cause as Exception;

    /// <summary>What the client is told, or null if it was authenticated.</summary>
    public OAuthError? Error => _failure?.Error;

    /// <summary>The <c>client_id</c> of the request, whoever sent it.</summary>
    public string? ClientId => _request.ClientId;

    /// <summary>The registered client that the request named, or null if there is none.</summary>
    public RegisteredClient? Client { get; }

    /// <summary>The client's registered method, or null.</summary>
    public string? Method => Client?.Metadata.TokenEndpointAuthMethod;

    /// <summary>What the client presented: what access tokens are bound to.</summary>
    public PresentedCertificate Presented => _request.Presented;

    /// <summary>The certificate that was presented, or null.</summary>
    public ClientCertificate? Certificate => Presented.Certificate;

    /// <summary>The registered key that matched, or null.</summary>
    public ClientJwk? MatchedKey { get; private init; }

    /// <summary>What the policy would have refused if it did not only report it.</summary>
    public IReadOnlyList<ClientAuthenticationFailureReason> ReportedViolations { get; private init; } = [];

    /// <summary>What the server's further requirements found and only report.</summary>
    public IReadOnlyList<ClientCertificateFinding> ReportedFindings => _requirements?.Reported ?? [];

    /// <summary>Which further requirement of the server's refused the client, and why, for the log; null if none did.</summary>
    public ClientCertificateFinding? FailureFinding => _requirements?.Refusal;

    /// <summary>What a further requirement gathered from the certificate, or null; also of a client that it refused.</summary>
    /// <typeparam name="T">The type of the requirement's evidence.</typeparam>
    public T? GetEvidence<T>()
        where T : class => _requirements?.Evidence.OfType<T>().FirstOrDefault();

    internal static ClientAuthenticationResult Authenticated(
        ClientAuthenticationRequest request,
        RegisteredClient client,
        ClientJwk? matchedKey,
        IReadOnlyList<ClientAuthenticationFailureReason> reportedViolations,
        RequirementOutcome? requirements) =>
        new(request, client, failure: null, requirements) { MatchedKey = matchedKey, ReportedViolations = reportedViolations };

    /// <param name="request">What was decided on.</param>
    /// <param name="client">The registered client, or null.</param>
    /// <param name="reason">Why it was not authenticated.</param>
    /// <param name="cause">More about it: a text, or what the application's own code has thrown; null for no more.</param>
    /// <param name="error">What the client is told.</param>
    /// <param name="requirements">What the further requirements found; null if they were not asked.</param>
    internal static ClientAuthenticationResult Failed(
        ClientAuthenticationRequest request,
        RegisteredClient? client,
        ClientAuthenticationFailureReason reason,
        object? cause,
        OAuthError error,
        RequirementOutcome? requirements = null) =>
        new(request, client, new Failure(reason, cause, error), requirements);

    private sealed record Failure(ClientAuthenticationFailureReason Reason, object? Cause, OAuthError Error);
}
