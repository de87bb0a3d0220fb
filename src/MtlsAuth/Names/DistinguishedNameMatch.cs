namespace MtlsAuth.Names;

/// <summary>How near two distinguished names are, from the farthest to the closest.</summary>
/// <remarks>
/// Only <see cref="Equal"/> is a match by RFC 4517 §4.2.15; the other values tell an operator how close the names are.
/// The default value is not a match.
/// </remarks>
internal enum DistinguishedNameMatch
{
    /// <summary>The names have the same number of RDNs, and at least one has no equal in the other name.</summary>
    DifferentAttribute = 0,

    /// <summary>The names have different numbers of RDNs.</summary>
    DifferentLength,

    /// <summary>The names have the same RDNs in some other order.</summary>
    EqualExceptOrder,

    /// <summary>
    /// One name is the other read backwards, as when the registered text was copied from a tool that prints the encoded order
    /// (<c>openssl x509 -subject</c>). Accept it only where a registration in that order is a deliberate option.
    /// </summary>
    EqualInReverseOrder,

    /// <summary>The names have the same RDNs in the same order.</summary>
    Equal,
}
