namespace MtlsAuth;

/// <summary>How far a registered key or name is from what the client presented, from nearest to farthest.</summary>
/// <remarks>
/// It describes and decides nothing: only <see cref="None"/> is what the client's method asks for. The values are a stable contract.
/// </remarks>
public enum RegisteredValueDifference
{
    /// <summary>None: it is what the client's method compares.</summary>
    None = 0,

    /// <summary>The same key in another certificate than the registered one: renewed, and not registered again.</summary>
    OtherCertificate = 1,

    /// <summary>The same key, registered without a certificate (<c>x5c</c>), while certificates are compared.</summary>
    NoRegisteredCertificate = 2,

    /// <summary>The same key, but its JWK is not used.</summary>
    SkippedSameKey = 3,

    /// <summary>The same modulus with another exponent, or the same first coordinate with another second one.</summary>
    SecondNumber = 4,

    /// <summary>The same RDNs, in reverse order: a subject copied from a tool that prints the order of the encoding.</summary>
    ReverseOrder = 5,

    /// <summary>The same RDNs in some other order.</summary>
    OtherOrder = 6,

    /// <summary>The same text but for case, where case counts.</summary>
    Case = 7,

    /// <summary>The same text as a name of another type, as a host name registered for a certificate that has it in its subject.</summary>
    OtherNameType = 8,

    /// <summary>A host name of as many labels, of which one is another.</summary>
    OneLabel = 9,

    /// <summary>A subject of as many RDNs, of which one is another.</summary>
    OneAttribute = 10,

    /// <summary>A JWK that is not used; whether it is the key is not known.</summary>
    SkippedKey = 11,

    /// <summary>Another key of the same kind.</summary>
    OtherKey = 12,

    /// <summary>Another name of the registered type.</summary>
    OtherName = 13,

    /// <summary>A key of another kind.</summary>
    OtherKeyKind = 14,

    /// <summary>The certificate has no name of the registered type, or none that can be read.</summary>
    NoName = 15,
}
