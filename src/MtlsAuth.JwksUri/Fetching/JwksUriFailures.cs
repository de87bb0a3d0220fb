using System.Diagnostics;

namespace MtlsAuth.JwksUri.Fetching;

/// <summary>Which failures say something about the client, and which only about this moment.</summary>
internal static class JwksUriFailures
{
    /// <summary>
    /// Whether a failure may pass without anybody changing what the client registered or publishes: the client's certificate is not to
    /// blame, and the answer is that the server cannot tell at the moment.
    /// </summary>
    public static bool IsTemporary(this JwksUriFailure failure) => failure switch
    {
        JwksUriFailure.NameNotResolved
            or JwksUriFailure.ConnectionFailed
            or JwksUriFailure.TimedOut
            or JwksUriFailure.ResponseBroken
            or JwksUriFailure.ServerError
            or JwksUriFailure.Busy => true,

        // As often this side's fault as the other's: an authority that this host does not know, or somebody between the two who cuts off
        // handshakes or offers a certificate of his own. None of it may be held against the client, and an operator wants to hear of it.
        JwksUriFailure.TlsFailed => true,
        JwksUriFailure.None
            or JwksUriFailure.InvalidUri
            or JwksUriFailure.AddressNotAllowed
            or JwksUriFailure.Redirected
            or JwksUriFailure.UnexpectedStatus
            or JwksUriFailure.UnexpectedContentType
            or JwksUriFailure.DocumentTooLong
            or JwksUriFailure.TooManyKeys
            or JwksUriFailure.InvalidKeySet
            or JwksUriFailure.PrivateKeyExposed => false,
        _ => throw new UnreachableException($"A failure without a verdict: {failure}."),
    };
}
