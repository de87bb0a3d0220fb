using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.Certificates;

/// <summary>The DER of names, right or wrong, from the types and values of their attributes.</summary>
internal static class EncodedName
{
    public const string CommonName = "2.5.4.3";
    public const string Organization = "2.5.4.10";

    /// <summary>A Name of single-valued RDNs, in the order of the encoding.</summary>
    public static byte[] Name(params (string Type, byte[] Value)[] attributes) =>
        Der.Sequence([.. attributes.Select(attribute => Der.Set(Attribute(attribute.Type, attribute.Value)))]);

    public static byte[] Attribute(string type, byte[] value) => Der.Sequence(Der.ObjectIdentifier(type), value);
}
