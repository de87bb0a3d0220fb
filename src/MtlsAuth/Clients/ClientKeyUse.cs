using MtlsAuth.Certificates;

namespace MtlsAuth;

/// <summary>That a client authenticated with a key, and when it last did.</summary>
/// <param name="ClientId">The client's id.</param>
/// <param name="KeyThumbprint">The thumbprint of the certificate's public key (RFC 7638).</param>
/// <param name="LastUsedAt">When it did, to within an hour: it may have done so again up to an hour later.</param>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record ClientKeyUse(string ClientId, JwkThumbprint KeyThumbprint, DateTimeOffset LastUsedAt);
