using System.Diagnostics.CodeAnalysis;
using MtlsAuth.Certificates;

namespace MtlsAuth;

/// <summary>What tokens of one response are bound to, or why there may be none.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class TokenBindingDecision
{
    // RFC 8705 has no code of its own for this, and the client may well be authenticated: the request lacks something (RFC 6749 §5.2).
    private static readonly OAuthError CertificateMissing =
        new("invalid_request", "Access tokens of this client are bound to a certificate and the request has none", 400);

    private static readonly OAuthError CertificateUnusable =
        new("invalid_request", "The client certificate to which access tokens are to be bound is malformed or not supported", 400);

    private readonly CertificateConfirmation? _confirmation;
    private readonly RefreshTokenBinding _refreshToken = RefreshTokenBinding.ClientOnly;

    private TokenBindingDecision()
    {
    }

    /// <summary>Whether no token may be issued. To be asked first.</summary>
    [MemberNotNullWhen(true, nameof(Error))]
    public bool IsRefused => Refusal != TokenBindingRefusal.None;

    /// <summary>Why no token may be issued.</summary>
    public TokenBindingRefusal Refusal { get; private init; }

    /// <summary>What the client is told, or null if tokens may be issued.</summary>
    public OAuthError? Error => Refusal switch
    {
        TokenBindingRefusal.None => null,
        TokenBindingRefusal.CertificateRefused => CertificateUnusable,
        _ => CertificateMissing,
    };

    /// <summary>What the access token is bound to, or null for a bearer token.</summary>
    /// <exception cref="InvalidOperationException">No token may be issued (<see cref="IsRefused"/>), not even a bearer token.</exception>
    public CertificateConfirmation? Confirmation
    {
        get => IsRefused ? throw NoToken() : _confirmation;
        private init => _confirmation = value;
    }

    /// <summary>What a refresh token or an authorization code is bound to; to be stored with it.</summary>
    /// <exception cref="InvalidOperationException">No token may be issued (<see cref="IsRefused"/>).</exception>
    public RefreshTokenBinding RefreshToken
    {
        get => IsRefused ? throw NoToken() : _refreshToken;
        private init => _refreshToken = value;
    }

    internal static TokenBindingDecision NotBound { get; } = new();

    internal static TokenBindingDecision Bound(ClientCertificate certificate, RefreshTokenBinding refreshToken) =>
        new() { Confirmation = new CertificateConfirmation(certificate), RefreshToken = refreshToken };

    internal static TokenBindingDecision Refused(TokenBindingRefusal refusal) => new() { Refusal = refusal };

    private static InvalidOperationException NoToken() => new("No token may be issued: the request has no usable certificate.");
}
