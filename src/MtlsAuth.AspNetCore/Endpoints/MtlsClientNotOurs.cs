namespace MtlsAuth.AspNetCore;

/// <summary>
/// Nothing is proved: the client that the request names is registered for a method that is none of mutual TLS, and the server
/// authenticates it by that method now, or refuses it.
/// </summary>
/// <remarks>
/// <para>
/// A certificate that came with the request is no credential of this client: anybody makes one. So it is not here, and
/// <c>HttpContext.Connection</c> shows none for the rest of the request. Tokens are bound to the one that
/// <see cref="IClientCertificateSource"/> gives, for clients that ask for it (RFC 8705 §3.4).
/// </para>
/// <para>
/// Only public clients come here without another credential. Whether it is the right one, nobody has looked.
/// </para>
/// </remarks>
public sealed class MtlsClientNotOurs : MtlsClientDecision
{
    internal MtlsClientNotOurs(RegisteredClient client, OtherCredential registered, bool hasOtherCredential)
    {
        ClaimedClient = client;
        RegisteredMethod = registered.Method;
        HasOtherCredential = hasOtherCredential;
    }

    /// <summary>The registered client that the request claims to come from. Nothing proves it.</summary>
    public RegisteredClient ClaimedClient { get; }

    /// <summary>
    /// The method by which the client has to authenticate; without a registered one <c>client_secret_basic</c> (RFC 7591 §2).
    /// </summary>
    public string RegisteredMethod { get; }

    /// <summary>
    /// Whether the client has a credential that the server has to check before the client is anybody. False for public clients, which
    /// have none (<c>none</c>, RFC 7591 §2) and are nobody in particular.
    /// </summary>
    public bool MustStillAuthenticate => !IsPublic(RegisteredMethod);

    /// <summary>Whether the request has a credential that is no certificate. Always, where the client must still authenticate.</summary>
    public bool HasOtherCredential { get; }

    internal static bool IsPublic(string method) => method == "none";
}
