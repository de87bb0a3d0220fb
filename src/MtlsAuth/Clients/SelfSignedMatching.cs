using System.Text.Json.Serialization;
using MtlsAuth.Clients;

namespace MtlsAuth;

/// <summary>What <c>self_signed_tls_client_auth</c> compares.</summary>
/// <remarks>
/// RFC 8705 §2.2 compares certificates. The drafts 04 to 12 used the same name and compared keys, as <c>pub_key_tls_client_auth</c> of
/// draft 03 did. A server whose clients come from there enables both names and sets <see cref="PublicKey"/>; each client may then be
/// registered under either, and its certificates go on working. Once a client has registered its certificates in <c>x5c</c>, it moves
/// to <see cref="Certificate"/>, where each renewed certificate has to be registered as well.
/// </remarks>
[JsonConverter(typeof(SelfSignedMatchingJsonConverter))]
public enum SelfSignedMatching
{
    /// <summary>The whole certificate has to be the first one of a JWK's <c>x5c</c> (RFC 8705 §2.2).</summary>
    [JsonStringEnumMemberName("certificate")]
    Certificate = 0,

    /// <summary>The certificate's public key has to be a registered one (draft-ietf-oauth-mtls-12 §2.2).</summary>
    [JsonStringEnumMemberName("public_key")]
    PublicKey = 1,
}
