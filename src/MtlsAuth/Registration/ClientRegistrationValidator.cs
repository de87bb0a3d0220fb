using System.Text.Json;
using MtlsAuth.Clients;

namespace MtlsAuth.Registration;

/// <summary>
/// Checks client metadata before it is stored, in a registration endpoint (RFC 7591) or an import: could this client authenticate, and
/// only as its method says?
/// </summary>
/// <remarks>
/// Asks nobody and changes nothing: what is behind a <c>jwks_uri</c> is checked if the caller has fetched it. Thread-safe.
/// </remarks>
public sealed class ClientRegistrationValidator
{
    private readonly ClientRegistrationValidatorOptions _options;
    private readonly RegisteredKeysRules _keys;

    /// <summary>Creates a validator.</summary>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <param name="timeProvider">The clock for the validity of certificates; null for the system's.</param>
    /// <exception cref="ArgumentException">An enabled method is none of <see cref="ClientAuthenticationMethods"/>.</exception>
    public ClientRegistrationValidator(ClientRegistrationValidatorOptions? options = null, TimeProvider? timeProvider = null)
    {
        _options = options ?? new ClientRegistrationValidatorOptions();
        if (_options.EnabledMethods.FirstOrDefault(method => !ClientAuthenticationMethods.IsMutualTls(method)) is { } unknown)
        {
            throw new ArgumentException($"The method '{unknown}' is not known.", nameof(options));
        }

        _keys = new RegisteredKeysRules(_options, timeProvider ?? TimeProvider.System);
    }

    /// <summary>Reads and checks the body of a registration request.</summary>
    /// <param name="utf8Json">One JSON object in UTF-8.</param>
    /// <returns>The metadata to store, or what it is refused for. Never throws for bad input.</returns>
    /// <example>
    /// <code>
    /// ClientRegistrationReport report = new ClientRegistrationValidator().Validate(utf8Json);
    /// if (report.Error is not null)
    /// {
    ///     await context.WriteOAuthErrorAsync(report.Error);
    ///     return;
    /// }
    ///
    /// ClientMetadata registered = report.Metadata! with { ClientId = Guid.NewGuid().ToString() };
    /// </code>
    /// </example>
    public ClientRegistrationReport Validate(ReadOnlySpan<byte> utf8Json) => Read(utf8Json, fetched: null);

    /// <summary>Reads and checks the body of a registration request, and what was found behind its <c>jwks_uri</c>.</summary>
    /// <param name="utf8Json">One JSON object in UTF-8.</param>
    /// <param name="fetched">What was found, as in <see cref="Validate(ClientMetadata, ClientJwkSetResult)"/>.</param>
    /// <returns>The metadata to store, or what it is refused for. Never throws for bad input.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="fetched"/> is null.</exception>
    public ClientRegistrationReport Validate(ReadOnlySpan<byte> utf8Json, ClientJwkSetResult fetched)
    {
        ArgumentNullException.ThrowIfNull(fetched);
        return Read(utf8Json, fetched);
    }

    /// <summary>Checks metadata that has been read, as <see cref="Validate(ReadOnlySpan{byte})"/> does.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="metadata"/> is null.</exception>
    public ClientRegistrationReport Validate(ClientMetadata metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        return Check(metadata, fetched: null);
    }

    /// <summary>Checks metadata that has been read, and what was found behind its <c>jwks_uri</c>.</summary>
    /// <param name="metadata">The metadata.</param>
    /// <param name="fetched">
    /// What was found, which is checked like keys in <c>jwks</c>. That there was no answer is no reason to refuse a client: it may publish
    /// its keys after it has registered.
    /// </param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public ClientRegistrationReport Validate(ClientMetadata metadata, ClientJwkSetResult fetched)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        ArgumentNullException.ThrowIfNull(fetched);
        return Check(metadata, fetched);
    }

    private ClientRegistrationReport Read(ReadOnlySpan<byte> utf8Json, ClientJwkSetResult? fetched)
    {
        if (ClientMetadata.TryParse(
            utf8Json,
            out ClientMetadata? metadata,
            out ClientMetadataError? error,
            _options.MaximumLength,
            _options.MaximumKeyCount))
        {
            return Check(metadata, fetched);
        }

        return new ClientRegistrationReport(null, [new ClientRegistrationFinding(
            ClientRegistrationSeverity.Error,
            ClientRegistrationFindingKind.MalformedMetadata,
            FindingCollection.MemberOf(error.Path),
            error.Path,
            error.Description)]);
    }

    private ClientRegistrationReport Check(ClientMetadata metadata, ClientJwkSetResult? fetched)
    {
        FindingCollection findings = new();
        metadata = ReplaceDraftNames(metadata, findings);
        metadata = _options.IsTrustedSource ? metadata : ServerMembers.Remove(metadata, _options.ServerMembers, findings);
        MemberNameRules.Check(metadata, findings);
        CheckMethod(metadata, findings);
        SubjectParameterRules.Check(metadata, findings);
        _keys.Check(metadata, findings);
        if (fetched is not null && metadata.JwksUri is not null)
        {
            _keys.CheckFetched(metadata, fetched, findings);
        }

        if (_options.Profile is { } profile)
        {
            SecurityProfileRules.Check(profile, metadata, findings);
        }

        if (metadata.SelfSignedMatching is not null && !_options.IsTrustedSource)
        {
            findings.AddError(
                ClientRegistrationFindingKind.ServerMember,
                "self_signed_tls_client_auth_matching",
                "The server decides what is compared, not the client.");
        }

        return new ClientRegistrationReport(metadata, findings.ToList());
    }

    private static ClientMetadata ReplaceDraftNames(ClientMetadata metadata, FindingCollection findings)
    {
        const string Name = ClientMetadataNames.BoundAccessTokensInDrafts;
        if (metadata.AdditionalMembers?.TryGetValue(Name, out JsonElement value) is not true)
        {
            return metadata;
        }

        if (ClientMetadataReader.IsEmpty(value))
        {
            return ServerMembers.Without(metadata, Name);
        }

        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            findings.AddError(ClientRegistrationFindingKind.MalformedMetadata, Name, "The value is not a boolean.");
            return metadata;
        }

        findings.Add(
            ClientRegistrationSeverity.Information,
            ClientRegistrationFindingKind.DraftName,
            Name,
            "Understood as tls_client_certificate_bound_access_tokens.");
        return ServerMembers.Without(metadata, Name) with
        {
            // Whoever asks for bound tokens under either name gets them.
            TlsClientCertificateBoundAccessTokens = metadata.TlsClientCertificateBoundAccessTokens || value.GetBoolean(),
        };
    }

    private void CheckMethod(ClientMetadata metadata, FindingCollection findings)
    {
        string method = metadata.TokenEndpointAuthMethod ?? OtherCredential.DefaultMethod;
        if (!_options.EnabledMethods.Contains(method) && !_options.OtherMethods.Contains(method))
        {
            findings.AddError(
                ClientRegistrationFindingKind.MethodNotSupported,
                "token_endpoint_auth_method",
                "The server does not support the method. Absent, it means client_secret_basic.");
        }
    }
}
