using System.Collections.Frozen;
using System.Diagnostics;
using MtlsAuth.Authentication;
using MtlsAuth.Certificates;
using MtlsAuth.Clients;
using MtlsAuth.Trust;

namespace MtlsAuth;

/// <summary>Authenticates OAuth 2.0 clients by their certificate, each by the method for which it is registered.</summary>
/// <remarks>Thread-safe; one instance serves all requests.</remarks>
/// <example>
/// <code>
/// ClientCertificateAuthenticator authenticator = new(clients);
/// ClientAuthenticationResult result = await authenticator.AuthenticateAsync(new ClientAuthenticationRequest
/// {
///     ClientId = clientId,
///     Presented = PresentedCertificate.Of(certificate),
/// });
/// Console.WriteLine(result.IsAuthenticated ? $"It is {result.ClientId}." : $"Refused: {result.FailureReason}.");
/// </code>
/// </example>
public sealed class ClientCertificateAuthenticator : IClientCertificateAuthenticator
{
    private const string OtherClient = "the store returned another client than it was asked for: client_id is compared octet by octet";

    private readonly IClientMetadataStore _clients;
    private readonly FrozenSet<string> _enabledMethods;
    private readonly SelfSignedMatching _selfSignedMatching;
    private readonly KeyLookUp _keys;
    private readonly TlsClientAuth? _tlsClientAuth;
    private readonly CertificatePolicyEvaluator _policy;
    private readonly FurtherRequirements _requirements;
    private readonly OAuthErrorMapping _errors;
    private readonly TimeProvider _clock;

    /// <summary>Creates an authenticator.</summary>
    /// <param name="clients">Where the clients are registered.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <param name="jwkSetSource">Where the keys of clients with a <c>jwks_uri</c> come from; null if there are no such clients.</param>
    /// <param name="trustAnchorSource">
    /// The authorities for <c>tls_client_auth</c>; required if that method is enabled and no proxy validates chains.
    /// </param>
    /// <param name="revocationChecker">A check of revocation beyond the platform's; null for none.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <param name="requirements">
    /// Further demands on the clients' certificates, asked in this order once the client's method is satisfied; null for none.
    /// </param>
    /// <exception cref="ArgumentException">A setting is out of range, or a method is not known.</exception>
    public ClientCertificateAuthenticator(
        IClientMetadataStore clients,
        ClientCertificateAuthenticatorOptions? options = null,
        IClientJwkSetSource? jwkSetSource = null,
        ITrustAnchorSource? trustAnchorSource = null,
        IRevocationChecker? revocationChecker = null,
        TimeProvider? timeProvider = null,
        IEnumerable<IClientCertificateRequirement>? requirements = null)
    {
        ArgumentNullException.ThrowIfNull(clients);
        options ??= new ClientCertificateAuthenticatorOptions();
        SettingErrors.ThrowIfAny(options.FindErrors(), nameof(options));
        TimeProvider clock = timeProvider ?? TimeProvider.System;
        _clients = clients;
        _enabledMethods = options.EnabledMethods.ToFrozenSet(StringComparer.Ordinal);
        _selfSignedMatching = options.SelfSignedMatching;
        _keys = new KeyLookUp(jwkSetSource);
        _requirements = new FurtherRequirements(requirements);
        _tlsClientAuth = _enabledMethods.Contains(ClientAuthenticationMethods.TlsClientAuth) ? CreateTlsClientAuth() : null;
        _policy = new CertificatePolicyEvaluator(options.CertificatePolicy);
        _errors = new OAuthErrorMapping(options.InvalidClientStatusCode, options.RevealUnsupportedMethod);
        _clock = clock;

        TlsClientAuth CreateTlsClientAuth() => options.ChainValidation.Trust == ChainTrust.Proxy
            ? new TlsClientAuth(
                chains: null, anchors: null, options.AllowReversedSubjectDn, options.CertificatePolicy.ClientAuthenticationUsage)
            : new TlsClientAuth(
                new ChainValidator(options.ChainValidation, revocationChecker, clock, _requirements.ProcessedExtensions),
                trustAnchorSource ?? throw new ArgumentException("tls_client_auth needs trust anchors.", nameof(trustAnchorSource)),
                options.AllowReversedSubjectDn,
                options.CertificatePolicy.ClientAuthenticationUsage);
    }

    /// <inheritdoc/>
    public async ValueTask<ClientAuthenticationResult> AuthenticateAsync(
        ClientAuthenticationRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);

        if (request.IsAborted)
        {
            return Failed(request, null, ClientAuthenticationFailureReason.RequestAborted);
        }

        if (request.Malformation is not null)
        {
            return Failed(request, null, ClientAuthenticationFailureReason.MalformedRequest, request.Malformation);
        }

        // RFC 8705 §2: client_id MUST be in the request. The client is found by it, never by the certificate.
        if (request.ClientId is not { Length: > 0 } clientId)
        {
            return Failed(request, null, ClientAuthenticationFailureReason.MissingClientId);
        }

        (RegisteredClient? found, ClientAuthenticationResult? failed) =
            await FindAsync(request, clientId, cancellationToken).ConfigureAwait(false);
        if (found is not { } client)
        {
            return failed!;
        }

        // The method is the one the client registered for; what the certificate looks like does not matter.
        if (client.Credential is OtherCredential)
        {
            return Failed(request, client, ClientAuthenticationFailureReason.NotAMutualTlsClient);
        }

        if (!_enabledMethods.Contains(client.Metadata.TokenEndpointAuthMethod!))
        {
            string enabled = _enabledMethods.Count == 0
                ? "the server's profile allows no mutual-TLS method"
                : $"the server has enabled {string.Join(", ", _enabledMethods.Order(StringComparer.Ordinal))}";
            return Failed(request, client, ClientAuthenticationFailureReason.MethodNotEnabled, enabled);
        }

        if (request.Presented.Error != CertificateFormatError.None)
        {
            return Failed(request, client, ClientAuthenticationFailureReason.CertificateRefused);
        }

        // A client of this method that comes with a secret alone is one without a certificate, and gets the answer of that.
        if (request.Presented.Certificate is not { } certificate)
        {
            return Failed(request, client, ClientAuthenticationFailureReason.MissingCertificate);
        }

        // RFC 6749 §2.3: a client MUST NOT use more than one method. Only the registered one would count in any case.
        if (request.HasOtherCredential)
        {
            return Failed(request, client, ClientAuthenticationFailureReason.MultipleCredentials);
        }

        DateTimeOffset now = _clock.GetUtcNow();
        ClientAuthenticationFailureReason violation = _policy.Check(
            certificate, now, out IReadOnlyList<ClientAuthenticationFailureReason> reported);
        if (violation != ClientAuthenticationFailureReason.None)
        {
            return Failed(request, client, violation, _policy.Describe(violation, certificate, now));
        }

        MethodDecision decision = await VerifyAsync(client, certificate, request.Presented, cancellationToken).ConfigureAwait(false);
        if (decision.FailureReason != ClientAuthenticationFailureReason.None)
        {
            return Failed(
                request,
                client,
                decision.FailureReason,
                decision.Exception ?? (object?)decision.Detail ?? _policy.Describe(decision.FailureReason, certificate, now));
        }

        RequirementOutcome? further = _requirements.IsEmpty
            ? null
            : await _requirements.CheckAsync(client, certificate, cancellationToken).ConfigureAwait(false);
        return further switch
        {
            { Exception: { } exception } =>
                Failed(request, client, ClientAuthenticationFailureReason.RequirementUnavailable, exception, further),
            { Refusal: { } refusal } =>
                Failed(request, client, ClientAuthenticationFailureReason.RequirementNotMet, refusal.ToString(), further),
            _ => ClientAuthenticationResult.Authenticated(
                request, client, decision.MatchedKey, decision.Reported is { } more ? [.. reported, .. more] : reported, further),
        };
    }

    private ValueTask<MethodDecision> VerifyAsync(
        RegisteredClient client,
        ClientCertificate certificate,
        PresentedCertificate presented,
        CancellationToken cancellationToken) => client.Credential switch
        {
            // draft-ietf-oauth-mtls-03 §2.1: the key's numbers are compared and nothing else. A renewed certificate over a registered
            // key passes; a certificate over another key does not, even if a registered key signed it.
            RegisteredPublicKeys registered =>
                _keys.FindAsync(client, registered.Keys, certificate, SelfSignedMatching.PublicKey, cancellationToken),

            // RFC 8705 §2.2: its chain is not validated, its names are not compared, and it need not have signed itself.
            RegisteredCertificates registered => _keys.FindAsync(
                client, registered.Keys, certificate, registered.Matching ?? _selfSignedMatching, cancellationToken),
            RegisteredSubject registered =>
                _tlsClientAuth!.VerifyAsync(client, registered, certificate, presented, cancellationToken),
            InvalidCredential { Fault: CredentialFault.InvalidSubjectParameter } invalid => ValueTask.FromResult(
                _tlsClientAuth!.CheckCertificate(certificate) ?? MethodDecision.Failed(invalid)),
            InvalidCredential invalid => ValueTask.FromResult(MethodDecision.Failed(invalid)),
            _ => throw new UnreachableException(),
        };

    // The registered client, or the answer to a request that names none.
    private async ValueTask<(RegisteredClient? Client, ClientAuthenticationResult? Failed)> FindAsync(
        ClientAuthenticationRequest request, string clientId, CancellationToken cancellationToken)
    {
        RegisteredClient? client;
        try
        {
            client = await _clients.FindAsync(clientId, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // The store is the application's code, which may fail in any way: a time-out, a broken connection, a row that it cannot
            // read. Whatever it throws, the client is not known. Only the caller's own cancellation is passed on.
            cancellationToken.ThrowIfCancellationRequested();
            return (null, Failed(request, null, ClientAuthenticationFailureReason.ClientMetadataUnavailable, exception));
        }

        if (client is null)
        {
            return (null, Failed(request, null, ClientAuthenticationFailureReason.UnknownClient));
        }

        // What is registered is the identity, not what the request calls it: a store that ignores case, say, has found somebody else.
        return client.ClientId == clientId
            ? (client, null)
            : (null, Failed(request, null, ClientAuthenticationFailureReason.UnknownClient, OtherClient));
    }

    private ClientAuthenticationResult Failed(
        ClientAuthenticationRequest request,
        RegisteredClient? client,
        ClientAuthenticationFailureReason reason,
        object? failure = null,
        RequirementOutcome? requirements = null) =>
        ClientAuthenticationResult.Failed(
            request,
            client,
            reason,
            failure,
            _errors.Map(reason, client?.Metadata.TokenEndpointAuthMethod, request.Malformation),
            requirements);
}
