using System.Formats.Asn1;

namespace MtlsAuth.Encodings;

/// <summary>The context-specific tags of X.509 structures (RFC 5280 appendix A).</summary>
internal static class Tags
{
    /// <summary>A constructed <c>[number]</c>: EXPLICIT, or IMPLICIT over a constructed type.</summary>
    public static Asn1Tag Constructed(int number) => new(TagClass.ContextSpecific, number, isConstructed: true);

    /// <summary>A primitive <c>[number]</c>: IMPLICIT over a primitive type.</summary>
    public static Asn1Tag Primitive(int number) => new(TagClass.ContextSpecific, number);
}
