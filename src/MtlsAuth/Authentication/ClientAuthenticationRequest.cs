namespace MtlsAuth;

/// <summary>What a request says about the client that sent it.</summary>
/// <remarks>Immutable.</remarks>
/// <example>
/// <code>
/// ClientAuthenticationRequest request = new()
/// {
///     ClientId = clientId,
///     Presented = certificate is null ? PresentedCertificate.None() : PresentedCertificate.Of(certificate),
///     HasOtherCredential = secret is not null,
/// };
/// </code>
/// </example>
public sealed class ClientAuthenticationRequest
{
    /// <summary>The <c>client_id</c> parameter (RFC 8705 §2), or null if the request has none.</summary>
    public string? ClientId { get; init; }

    /// <summary>What the client presented; by default no certificate on a TLS connection.</summary>
    /// <exception cref="ArgumentNullException">The value is null: what was presented must not be lost.</exception>
    public PresentedCertificate Presented
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = PresentedCertificate.None();

    /// <summary>
    /// Why the request's parameters cannot be read, or which of those that say who the client is occurs twice (RFC 6749 §3.2); null, the
    /// default, if nothing is wrong with them, while an empty text refuses the request as well.
    /// </summary>
    /// <remarks>
    /// It is logged and told to the client: a sentence without values of the request, in the characters of RFC 6749 §5.2; any other text
    /// is only logged.
    /// </remarks>
    public string? Malformation { get; init; }

    /// <summary>Whether the client went away before its request had arrived.</summary>
    public bool IsAborted { get; init; }

    /// <summary>
    /// Whether the request holds another client credential: an <c>Authorization</c> header with <c>Basic</c>, a <c>client_secret</c> or
    /// a <c>client_assertion</c>. A client must not use more than one method (RFC 6749 §2.3).
    /// </summary>
    public bool HasOtherCredential { get; init; }
}
