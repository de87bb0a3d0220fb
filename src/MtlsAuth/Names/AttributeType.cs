namespace MtlsAuth.Names;

/// <summary>The type of an attribute.</summary>
/// <param name="oid">The object identifier in dotted form, without leading zeros: equal types have equal identifiers.</param>
/// <param name="shortName">The short name, if the type is one of the nine that every parser knows (RFC 4514 §3).</param>
/// <param name="isIa5">Whether the value is an IA5String compared by caseIgnoreIA5Match.</param>
internal sealed class AttributeType(string oid, string? shortName = null, bool isIa5 = false)
{
    public string Oid { get; } = oid;

    public string? ShortName { get; } = shortName;

    public bool IsIa5 { get; } = isIa5;
}
