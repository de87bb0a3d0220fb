using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MtlsAuth.Clients;

namespace MtlsAuth.Registration;

/// <summary>
/// What clients ask for themselves: to be registered (RFC 7591 §3), and to read, update and delete their registration with a registration
/// access token (RFC 7592 §2).
/// </summary>
/// <remarks>
/// <para>
/// Knows no web framework: an endpoint passes on the id of its path, the bearer token and the body, of bounded length, and answers with
/// what it gets, with <c>Cache-Control: no-store</c>. Who may register at all is for the endpoint to decide.
/// </para>
/// <para>
/// Of a token only the hash is kept. An unknown client, one without a token and a wrong token get the same answer. What only the server
/// decides, a client can neither set nor change: its id, <c>self_signed_tls_client_auth_matching</c>, its secret, and the
/// <see cref="ClientRegistrationValidatorOptions.ServerMembers"/>. Thread-safe.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// ClientRegistrationManagement management = new(registry);
/// ClientRegistrationResponse response = await management.UpdateAsync(clientId, bearerToken, utf8Json);
/// if (response.Error is not null)
/// {
///     await context.WriteOAuthErrorAsync(response.Error);
///     return;
/// }
///
/// context.Response.StatusCode = response.StatusCode;
/// await context.Response.Body.WriteAsync(response.ToUtf8Json($"https://as.example.com/register/{clientId}"));
/// </code>
/// </example>
public sealed class ClientRegistrationManagement
{
    // 256 bits, which nobody guesses.
    private const int TokenLength = 32;

    // Nothing so long was given out, and it is not worth hashing.
    private const int MaximumTokenLength = 512;

    // Somebody else changed the client between reading and writing it, each time.
    private const int MaximumAttempts = 5;

    private static readonly OAuthError InvalidToken = new("invalid_token", "The registration access token is not valid", 401);
    private static readonly OAuthError Unavailable =
        new("temporarily_unavailable", "The server cannot reach its clients at the moment", 503);

    // Somebody has to be compared with where there is no client.
    private static readonly RegistrationAccessTokenHash Nobody = RegistrationAccessTokenHash.Of(string.Empty);

    private readonly IClientRegistry _registry;
    private readonly ClientRegistrationValidatorOptions _validation;
    private readonly ClientRegistrationValidator _validator;

    /// <summary>Creates the functions.</summary>
    /// <param name="registry">Where the clients are.</param>
    /// <param name="validation">
    /// What clients may register; null for the defaults. <see cref="ClientRegistrationValidatorOptions.IsTrustedSource"/> counts as not
    /// set.
    /// </param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <exception cref="ArgumentException">An enabled method is none of <see cref="ClientAuthenticationMethods"/>.</exception>
    public ClientRegistrationManagement(
        IClientRegistry registry, ClientRegistrationValidatorOptions? validation = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(registry);
        _registry = registry;
        _validation = (validation ?? new ClientRegistrationValidatorOptions()).From(isTrustedSource: false);
        _validator = new ClientRegistrationValidator(_validation, timeProvider);
    }

    /// <summary>Registers a client under an id of the server's choice, and gives it a token to manage the registration with.</summary>
    /// <param name="utf8Json">The body of the registration request.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>201 with the metadata and the token, or the error. Never throws for bad input.</returns>
    public async ValueTask<ClientRegistrationResponse> RegisterAsync(
        ReadOnlyMemory<byte> utf8Json, CancellationToken cancellationToken = default)
    {
        ClientRegistrationReport report = _validator.Validate(utf8Json.Span);
        if (report.Metadata is not { } metadata)
        {
            return ClientRegistrationResponse.Refused(report.Error!, report.Findings);
        }

        string token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenLength));
        ClientRegistryResult added = await _registry
            .AddAsync(metadata, RegistrationAccessTokenHash.Of(token), cancellationToken).ConfigureAwait(false);
        return added.IsDone
            ? ClientRegistrationResponse.Done(201, Shown(added.Record!), token, report.Findings)
            : ToError(added, report.Findings);
    }

    /// <summary>Reads a client's registration (RFC 7592 §2.1).</summary>
    /// <param name="clientId">The id in the endpoint's path.</param>
    /// <param name="token">The bearer token, or null if there is none.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>200 with the metadata, or the error.</returns>
    public async ValueTask<ClientRegistrationResponse> ReadAsync(
        string clientId, string? token, CancellationToken cancellationToken = default)
    {
        ClientRegistryResult found = await _registry.FindAsync(clientId, cancellationToken).ConfigureAwait(false);
        return Refuse(found, token) ?? ClientRegistrationResponse.Done(200, Shown(found.Record!), token, []);
    }

    /// <summary>
    /// Replaces the metadata of a client (RFC 7592 §2.2): what is left out is removed, but for what only the server decides.
    /// </summary>
    /// <param name="clientId">The id in the endpoint's path.</param>
    /// <param name="token">The bearer token, or null if there is none.</param>
    /// <param name="utf8Json">The body, which has the <c>client_id</c>.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>200 with the metadata, or the error. Never throws for bad input.</returns>
    public async ValueTask<ClientRegistrationResponse> UpdateAsync(
        string clientId, string? token, ReadOnlyMemory<byte> utf8Json, CancellationToken cancellationToken = default)
    {
        for (int attempt = 0; attempt < MaximumAttempts; attempt++)
        {
            ClientRegistryResult found = await _registry.FindAsync(clientId, cancellationToken).ConfigureAwait(false);
            if (Refuse(found, token) is { } refused)
            {
                return refused;
            }

            ClientRecord record = found.Record!;
            ClientRegistrationReport report = Validate(record.Metadata!, utf8Json.Span);
            if (report.Metadata is not { } metadata)
            {
                return ClientRegistrationResponse.Refused(report.Error!, report.Findings);
            }

            ClientRegistryResult replaced =
                await _registry.ReplaceAsync(record with { Metadata = metadata }, cancellationToken).ConfigureAwait(false);
            if (replaced.IsDone)
            {
                return ClientRegistrationResponse.Done(200, Shown(replaced.Record!), token, report.Findings);
            }

            // Whoever was faster may have removed the client or changed what the token is compared with.
            if (replaced.Failure is not (ClientRegistryFailureReason.Conflict or ClientRegistryFailureReason.NotFound))
            {
                return ToError(replaced, report.Findings);
            }
        }

        return ClientRegistrationResponse.Refused(Unavailable, []);
    }

    /// <summary>Removes a client (RFC 7592 §2.3). What it was granted is for the server to revoke.</summary>
    /// <param name="clientId">The id in the endpoint's path.</param>
    /// <param name="token">The bearer token, or null if there is none.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>204 without a body, or the error.</returns>
    public async ValueTask<ClientRegistrationResponse> DeleteAsync(
        string clientId, string? token, CancellationToken cancellationToken = default)
    {
        for (int attempt = 0; attempt < MaximumAttempts; attempt++)
        {
            ClientRegistryResult found = await _registry.FindAsync(clientId, cancellationToken).ConfigureAwait(false);
            if (Refuse(found, token) is { } refused)
            {
                return refused;
            }

            ClientRegistryResult removed =
                await _registry.RemoveAsync(clientId, found.Record!.Version!, cancellationToken).ConfigureAwait(false);
            if (removed.IsDone)
            {
                return ClientRegistrationResponse.Done(204, null, null, []);
            }

            if (removed.Failure is not (ClientRegistryFailureReason.Conflict or ClientRegistryFailureReason.NotFound))
            {
                return ToError(removed, []);
            }
        }

        return ClientRegistrationResponse.Refused(Unavailable, []);
    }

    // Null if the token is the client's. RFC 7592 §2.1: 401, whatever is wrong; and nobody learns which clients there are.
    private static ClientRegistrationResponse? Refuse(ClientRegistryResult found, string? token)
    {
        if (found.Failure == ClientRegistryFailureReason.Unavailable)
        {
            return ToError(found, []);
        }

        RegistrationAccessTokenHash? expected = found.Record?.RegistrationAccessTokenHash;
        bool matches = token is { Length: > 0 and <= MaximumTokenLength } && (expected ?? Nobody).Matches(token);
        return matches && expected is not null ? null : ClientRegistrationResponse.Refused(InvalidToken, []);
    }

    private static ClientRegistrationResponse ToError(
        ClientRegistryResult result, IReadOnlyList<ClientRegistrationFinding> findings) => result.Failure switch
        {
            ClientRegistryFailureReason.InvalidMetadata => ClientRegistrationResponse.Refused(
                new ClientRegistrationReport(null, result.Findings).Error!, [.. findings, .. result.Findings]),
            _ => ClientRegistrationResponse.Refused(Unavailable, findings, result.Exception),
        };

    private ClientRegistrationReport Validate(ClientMetadata registered, ReadOnlySpan<byte> utf8Json)
    {
        if (!ClientMetadata.TryParse(
            utf8Json, out ClientMetadata? sent, out _, _validation.MaximumLength, _validation.MaximumKeyCount))
        {
            return _validator.Validate(utf8Json);
        }

        ClientRegistrationReport report = _validator.Validate(sent);
        if (report.Metadata is null)
        {
            return report;
        }

        FindingCollection findings = new();
        findings.AddRange(report.Findings);

        // RFC 7592 §2.2: the id is there and is the client's; a secret, if it is there, is the client's.
        if (sent.ClientId != registered.ClientId)
        {
            findings.AddError(ClientRegistrationFindingKind.InvalidClientId, "client_id", "An update needs the id of the client.");
        }

        if (SecretOf(sent) is { } secret && !HasSecret(registered, secret))
        {
            findings.AddError(ClientRegistrationFindingKind.ServerMember, "client_secret", "The server decides on the secret.");
        }

        return new ClientRegistrationReport(WithServerMembers(report.Metadata, registered), findings.ToList());
    }

    private static string? SecretOf(ClientMetadata metadata) =>
        metadata.AdditionalMembers?.TryGetValue("client_secret", out JsonElement value) is true && !ClientMetadataReader.IsEmpty(value)
            ? value.ToString()
            : null;

    private static bool HasSecret(ClientMetadata registered, string secret) =>
        SecretOf(registered) is { } known
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(known), Encoding.UTF8.GetBytes(secret));

    private ClientMetadata WithServerMembers(ClientMetadata metadata, ClientMetadata registered)
    {
        Dictionary<string, JsonElement> members = new(metadata.AdditionalMembers ?? new Dictionary<string, JsonElement>());
        foreach (string name in ServerMembers.Kept.Concat(_validation.ServerMembers))
        {
            if (registered.AdditionalMembers?.TryGetValue(name, out JsonElement value) is true)
            {
                members[name] = value;
            }
        }

        return metadata with
        {
            ClientId = registered.ClientId,
            SelfSignedMatching = registered.SelfSignedMatching,
            AdditionalMembers = members.Count == 0 ? null : members,
        };
    }

    // What the client may see of its metadata.
    private ClientMetadata Shown(ClientRecord record)
    {
        ClientMetadata metadata = record.Metadata! with { SelfSignedMatching = null };
        foreach (string name in _validation.ServerMembers.Where(name => metadata.AdditionalMembers?.ContainsKey(name) is true))
        {
            metadata = ServerMembers.Without(metadata, name);
        }

        return metadata;
    }
}
