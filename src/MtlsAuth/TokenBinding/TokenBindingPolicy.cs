using System.Text.Json;
using MtlsAuth.Certificates;
using MtlsAuth.Clients;

namespace MtlsAuth;

/// <summary>When a server binds tokens to client certificates (RFC 8705 §3, §4, §7.1).</summary>
/// <remarks>
/// <para>
/// By default the access tokens of two kinds of clients are bound: of those that authenticate by certificate, and of those that asked for
/// it (§3.4), however they authenticate, public clients included (§4). A certificate that comes with a request of any other client is of
/// no consequence, readable or not. <see cref="AllClients"/> binds those tokens as well. Of all modes that apply to a client, the
/// strictest counts. A server with rules for single clients has another policy for them.
/// </para>
/// <para>Immutable and thread-safe. Nothing here reads a clock or a store.</para>
/// </remarks>
public sealed class TokenBindingPolicy
{
    /// <summary>What holds at least for every client. <see cref="TokenBindingMode.Never"/> by default.</summary>
    public TokenBindingMode AllClients { get; init; } = TokenBindingMode.Never;

    /// <summary>
    /// What holds at least for clients whose registered <c>token_endpoint_auth_method</c> is one of
    /// <see cref="ClientAuthenticationMethods"/>. <see cref="TokenBindingMode.Required"/> by default.
    /// </summary>
    /// <remarks>
    /// Such a client has authenticated by the certificate of this request (RFC 7591 §2: it has this one method). Where there is none, it
    /// got here in another way, and <see cref="TokenBindingMode.Required"/> gives it no token.
    /// </remarks>
    public TokenBindingMode ClientsThatAuthenticateByCertificate { get; init; } = TokenBindingMode.Required;

    /// <summary>
    /// What holds at least for clients that registered <c>tls_client_certificate_bound_access_tokens</c> or, as the drafts up to 07 had it,
    /// <c>mutual_tls_sender_constrained_access_tokens</c>. <see cref="TokenBindingMode.Required"/> by default.
    /// </summary>
    /// <remarks>
    /// RFC 8705 §3.4 leaves it to the server what such a client gets if it comes without a certificate: an error
    /// (<see cref="TokenBindingMode.Required"/>) or an unbound token (<see cref="TokenBindingMode.WhenPresent"/>). One of the two members
    /// is enough.
    /// </remarks>
    public TokenBindingMode ClientsThatAsk { get; init; } = TokenBindingMode.Required;

    /// <summary>
    /// Whether, along with a bound access token, the refresh token or authorization code of a confidential client is bound to the
    /// certificate, as those of public clients always are (RFC 8705 §4). False by default.
    /// </summary>
    /// <remarks>
    /// Without it they are bound to the client, and so to whatever certificates that may authenticate with: they survive a renewal
    /// (RFC 8705 §7.1). With it they end with the certificate, or with its key (<see cref="AcceptRenewedCertificates"/>); profiles such as
    /// the drafts of FAPI 1 ask for holder-of-key codes. A code can be bound to the certificate of the pushed authorization request
    /// (RFC 9126) only: no other request before it comes from the client itself.
    /// </remarks>
    public bool BindGrantsOfConfidentialClients { get; init; }

    /// <summary>
    /// Whether a refresh token or authorization code that is bound to a certificate also accepts another certificate over the same public
    /// key, so that it survives a renewal. False by default.
    /// </summary>
    public bool AcceptRenewedCertificates { get; init; }

    /// <summary>Decides what the tokens of a response are bound to.</summary>
    /// <param name="client">The client, authenticated as its method demands.</param>
    /// <param name="presented">
    /// What the client presented. What is refused never gives an unbound token where one with a certificate would be bound. A proxy's
    /// header without proof counts as none: only <see cref="TokenBindingMode.Required"/> gives an error where a proxy is misconfigured.
    /// </param>
    /// <exception cref="ArgumentNullException">One of them is null.</exception>
    /// <example>
    /// <code>
    /// TokenBindingDecision decision = policy.Decide(client, presented);
    /// if (decision.IsRefused)
    /// {
    ///     await context.WriteOAuthErrorAsync(decision.Error);
    ///     return;
    /// }
    ///
    /// claims[CertificateConfirmation.ClaimName] = decision.Confirmation?.ToDictionary();
    /// string storedWithRefreshToken = decision.RefreshToken.ToJson();
    /// </code>
    /// </example>
    public TokenBindingDecision Decide(RegisteredClient client, PresentedCertificate presented)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(presented);
        TokenBindingMode byServer = ClientAuthenticationMethods.IsMutualTls(client.Metadata.TokenEndpointAuthMethod)
            ? Stricter(AllClients, ClientsThatAuthenticateByCertificate)
            : AllClients;
        TokenBindingMode mode = AsksForBinding(client.Metadata) ? Stricter(byServer, ClientsThatAsk) : byServer;
        if (mode == TokenBindingMode.Never)
        {
            return TokenBindingDecision.NotBound;
        }

        if (presented.Certificate is { } certificate)
        {
            return TokenBindingDecision.Bound(certificate, BindGrant(client.Metadata, certificate));
        }

        if (presented.Error != CertificateFormatError.None)
        {
            return TokenBindingDecision.Refused(TokenBindingRefusal.CertificateRefused);
        }

        return mode == TokenBindingMode.WhenPresent ? TokenBindingDecision.NotBound
            : byServer == mode ? TokenBindingDecision.Refused(TokenBindingRefusal.CertificateRequiredByServer)
            : TokenBindingDecision.Refused(TokenBindingRefusal.CertificateRequiredByClientMetadata);
    }

    /// <summary>Checks the certificate of a request against what is stored with its refresh token or authorization code.</summary>
    /// <param name="binding">What <see cref="Decide"/> gave when the refresh token or code was issued.</param>
    /// <param name="presented">What the client presented. What is refused counts as none here.</param>
    /// <returns>The outcome, and what the client is told if it refuses the request.</returns>
    /// <exception cref="ArgumentNullException">
    /// One of them is null: a binding that was lost is not one to the client only.
    /// </exception>
    /// <example>
    /// <code>
    /// bool isValid = RefreshTokenBinding.TryParse(storedWithRefreshToken, out RefreshTokenBinding? binding)
    ///     &amp;&amp; policy.Check(binding, presented).Error is null;
    /// </code>
    /// </example>
    public RefreshTokenBindingResult Check(RefreshTokenBinding binding, PresentedCertificate presented)
    {
        ArgumentNullException.ThrowIfNull(binding);
        ArgumentNullException.ThrowIfNull(presented);
        return new RefreshTokenBindingResult(
            binding.IsClientOnly ? RefreshTokenBindingOutcome.ClientOnly
            : presented.Certificate is not { } certificate ? RefreshTokenBindingOutcome.NoCertificate
            : binding.Certificate == certificate.Thumbprint ? RefreshTokenBindingOutcome.SameCertificate
            : AcceptRenewedCertificates && binding.PublicKey == certificate.PublicKeyThumbprint
                ? RefreshTokenBindingOutcome.RenewedCertificate
            : RefreshTokenBindingOutcome.OtherCertificate);
    }

    private static TokenBindingMode Stricter(TokenBindingMode one, TokenBindingMode other) => one > other ? one : other;

    // A value that is no boolean is a client's mistake, and the stricter reading of it is the safe one.
    private static bool AsksForBinding(ClientMetadata client) =>
        client.TlsClientCertificateBoundAccessTokens
        || (client.AdditionalMembers is { } members
            && members.TryGetValue(ClientMetadataNames.BoundAccessTokensInDrafts, out JsonElement value)
            && value.ValueKind is not (JsonValueKind.False or JsonValueKind.Null or JsonValueKind.Undefined));

    // RFC 8705 §4: always those of public clients. Those of others are bound through client authentication (§7.1, RFC 6749 §6), and
    // binding them to the certificate as well lets each renewal end them.
    private RefreshTokenBinding BindGrant(ClientMetadata client, ClientCertificate certificate) =>
        client.TokenEndpointAuthMethod == "none" || BindGrantsOfConfidentialClients
            ? RefreshTokenBinding.To(certificate)
            : RefreshTokenBinding.ClientOnly;
}
