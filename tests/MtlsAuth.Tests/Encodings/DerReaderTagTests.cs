using MtlsAuth.Encodings;
using MtlsAuth.Tests.Registration;

namespace MtlsAuth.Tests.Encodings;

public sealed class DerReaderTagTests
{
    [TestCase("00 00", TestName = "{m}(end of contents)")]
    [TestCase("00 01 61", TestName = "{m}(universal 0)")]
    [TestCase("20 00", TestName = "{m}(universal 0, constructed)")]
    [TestCase("21 03 01 01 FF", TestName = "{m}(BOOLEAN, constructed)")]
    [TestCase("23 03 03 01 00", TestName = "{m}(BIT STRING, constructed)")]
    [TestCase("24 02 04 00", TestName = "{m}(OCTET STRING, constructed)")]
    [TestCase("2C 03 0C 01 61", TestName = "{m}(UTF8String, constructed)")]
    [TestCase("33 03 13 01 61", TestName = "{m}(PrintableString, constructed)")]
    [TestCase("34 03 14 01 61", TestName = "{m}(TeletexString, constructed)")]
    [TestCase("36 03 16 01 61", TestName = "{m}(IA5String, constructed)")]
    [TestCase("37 00", TestName = "{m}(UTCTime, constructed)")]
    [TestCase("3C 00", TestName = "{m}(UniversalString, constructed)")]
    [TestCase("3E 00", TestName = "{m}(BMPString, constructed)")]
    [TestCase("3F 22 00", TestName = "{m}(OID-IRI, constructed)")]
    [TestCase("10 00", TestName = "{m}(SEQUENCE, primitive)")]
    [TestCase("11 00", TestName = "{m}(SET, primitive)")]
    [TestCase("08 00", TestName = "{m}(EXTERNAL, primitive)")]
    public void TryReadAny_refuses_tags_that_DER_does_not_have(string encoded)
    {
        DerReader reader = new(Octets(encoded));

        reader.TryReadAny(out _, out _, out _).Should().BeFalse();

        reader[reader.Rest].ToArray().Should().Equal(Octets(encoded));
    }

    [TestCase("28 00", TestName = "{m}(EXTERNAL)")]
    [TestCase("2B 00", TestName = "{m}(EMBEDDED PDV)")]
    [TestCase("30 00", TestName = "{m}(SEQUENCE)")]
    [TestCase("31 00", TestName = "{m}(SET)")]
    [TestCase("3D 00", TestName = "{m}(CHARACTER STRING)")]
    [TestCase("1E 02 00 61", TestName = "{m}(BMPString)")]
    [TestCase("40 00", TestName = "{m}(application 0)")]
    [TestCase("A0 00", TestName = "{m}(context 0, constructed)")]
    [TestCase("80 00", TestName = "{m}(context 0, primitive)")]
    public void TryReadAny_reads_tags_that_DER_has(string encoded)
    {
        DerReader reader = new(Octets(encoded));

        reader.TryReadAny(out _, out _, out _).Should().BeTrue();

        reader.TryEnd().Should().BeTrue();
    }

    private static byte[] Octets(string hexadecimal) => Convert.FromHexString(hexadecimal.Replace(" ", "", StringComparison.Ordinal));
}
