using System.Text;
using MtlsAuth.Certificates;
using MtlsAuth.Names;
using MtlsAuth.Tests.Certificates;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;
using static MtlsAuth.Tests.Certificates.EncodedName;

namespace MtlsAuth.Tests.Names;

internal sealed class DistinguishedNameDerTests
{
    [TestCase("", DistinguishedNameError.MalformedDer)]
    [TestCase("30", DistinguishedNameError.MalformedDer)]
    [TestCase("3000 00", DistinguishedNameError.TrailingData)]
    [TestCase("3100", DistinguishedNameError.MalformedDer)]
    [TestCase("3080 0000", DistinguishedNameError.MalformedDer)]
    [TestCase("308100", DistinguishedNameError.MalformedDer)]
    [TestCase("3084ffffffff", DistinguishedNameError.MalformedDer)]
    [TestCase("3002 3100", DistinguishedNameError.EmptyRelativeDistinguishedName)]
    [TestCase("3002 3000", DistinguishedNameError.MalformedDer)]
    [TestCase("3003 310100", DistinguishedNameError.MalformedDer)]
    [TestCase("3004 3102 3000", DistinguishedNameError.MalformedDer)]
    [TestCase("3009 3107 3005 0603550403", DistinguishedNameError.MalformedDer)]
    [TestCase("300c 310a 3008 0c01610603550403", DistinguishedNameError.MalformedDer)]
    [TestCase("300c 310a 3008 06035504030c0261", DistinguishedNameError.MalformedDer)]
    [TestCase("300c 310a 3008 06035504030c0161", DistinguishedNameError.None)]
    [TestCase("300d 310a 3008 06035504030c016105", DistinguishedNameError.MalformedDer)]
    [TestCase("300e 310c 300a 06035504030c01610500", DistinguishedNameError.TrailingData)]
    [TestCase("300c 310a 3008 06035504830c0161", DistinguishedNameError.InvalidAttributeType)]
    [TestCase("300c 310a 3008 06038004030c0161", DistinguishedNameError.InvalidAttributeType)]
    [TestCase("3009 3107 3005 06000c0161", DistinguishedNameError.InvalidAttributeType)]
    [TestCase("300e 310c 300a 06035504032c030c0161", DistinguishedNameError.MalformedDer)]
    public void TryReadDer_says_what_is_wrong(string hexadecimal, DistinguishedNameError expected) =>
        Convert.FromHexString(hexadecimal.Replace(" ", "", StringComparison.Ordinal)).ReadError().Should().Be(expected);

    [TestCase(0x0C, "ff")]
    [TestCase(0x0C, "c3")]
    [TestCase(0x0C, "eda080")]
    [TestCase(0x0C, "c080")]
    [TestCase(0x13, "e4")]
    [TestCase(0x16, "80")]
    [TestCase(0x12, "31612f")]
    [TestCase(0x1E, "00")]
    [TestCase(0x1E, "d800")]
    [TestCase(0x1E, "d8000061")]
    [TestCase(0x1E, "dc00")]
    [TestCase(0x1E, "dc00d800")]
    [TestCase(0x1C, "000061")]
    [TestCase(0x1C, "0000d800")]
    [TestCase(0x1C, "00110000")]
    [TestCase(0x1C, "ffffffff")]
    public void TryReadDer_refuses_a_string_that_its_type_cannot_hold(byte tag, string contents) =>
        Name((CommonName, Der.Element(tag, Convert.FromHexString(contents)))).ReadError().Should().Be(DistinguishedNameError.InvalidString);

    [TestCase(0x0C, "4c75c48d69c4872031")]
    [TestCase(0x1E, "004c0075010d00690107 00200031")]
    [TestCase(0x1C, "0000004c000000750000010d00000069000001070000002000000031")]
    public void TryReadDer_reads_the_string_types_beyond_ASCII_as_the_same_value(byte tag, string contents)
    {
        byte[] octets = Convert.FromHexString(contents.Replace(" ", "", StringComparison.Ordinal));

        Name((CommonName, Der.Element(tag, octets))).ReadName().Should().Be("CN=Lučić 1".ParseName());
    }

    [TestCase(0x0C)]
    [TestCase(0x12)]
    [TestCase(0x13)]
    [TestCase(0x14)]
    [TestCase(0x16)]
    public void TryReadDer_reads_the_string_types_of_single_octets_as_the_same_value(byte tag) =>
        Name((CommonName, Der.Element(tag, "0815 1"u8))).ReadName().Should().Be("CN=0815 1".ParseName());

    [Test]
    public void TryReadDer_reads_TeletexString_as_Latin_1() =>
        Name((CommonName, Der.Element(0x14, Encoding.Latin1.GetBytes("Müller")))).ReadName().Should().Be("CN=Müller".ParseName());

    [Test]
    public void TryReadDer_reads_a_surrogate_pair_in_BMPString() =>
        Name((CommonName, Der.Element(0x1E, Encoding.BigEndianUnicode.GetBytes("a😀b")))).ReadName().Should().Be("CN=a😀b".ParseName());

    [TestCase("*.example.com")]
    [TestCase("a@example.com")]
    public void TryReadDer_reads_what_certificates_put_into_PrintableString(string text) =>
        Name((CommonName, Der.Element(0x13, Encoding.ASCII.GetBytes(text)))).ReadName().Should().Be($"CN={text}".ParseName());

    [TestCase("030206c0")]
    [TestCase("020101")]
    [TestCase("0500")]
    [TestCase("3000")]
    [TestCase("1a0161")]
    [TestCase("800161")]
    [TestCase("8c0161")]
    public void TryReadDer_compares_a_value_of_another_type_by_its_octets(string value)
    {
        DistinguishedName name = Name((CommonName, Convert.FromHexString(value))).ReadName();

        name.Should().Be($"CN=#{value}".ParseName());
        name.GetHashCode().Should().Be($"CN=#{value}".ParseName().GetHashCode());
        name.Should().NotBe($"CN=\\#{value}".ParseName());
        name.Should().NotBe("CN=#020102".ParseName());
        name.Should().NotBe("CN=a".ParseName());
        name.ToString().Should().Be($"CN=#{value}");
    }

    [Test]
    public void TryReadDer_puts_the_last_RDN_first()
    {
        byte[] der = Name(("2.5.4.6", Der.Element(0x13, "DE"u8)), (Organization, Der.Utf8String("b")), (CommonName, Der.Utf8String("a")));

        der.ReadName().ToString().Should().Be("CN=a,O=b,C=DE");
    }

    [Test]
    public void TryReadDer_reads_an_empty_sequence_as_the_empty_name() =>
        Convert.FromHexString("3000").ReadName().IsEmpty.Should().BeTrue();

    [Test]
    public void TryReadDer_reads_a_multi_valued_RDN_in_any_order()
    {
        byte[] organization = Attribute(Organization, Der.Utf8String("b"));
        byte[] commonName = Attribute(CommonName, Der.Utf8String("a"));

        Der.Sequence(Der.Set(commonName, organization)).ReadName().Should().Be("O=b+CN=a".ParseName());
        Der.Sequence(Der.Set(organization, commonName)).ReadName().Should().Be("O=b+CN=a".ParseName());
    }

    [Test]
    public void TryReadDer_reads_one_type_several_times_in_an_RDN_in_any_order()
    {
        byte[] first = Attribute(CommonName, Der.Utf8String("a"));
        byte[] second = Attribute(Organization, Der.Utf8String("b"));
        byte[] third = Attribute(CommonName, Der.Element(0x13, "C"u8));

        Der.Sequence(Der.Set(first, second, third)).ReadName().Should().Be("CN=c+CN=A+O=b".ParseName());
        Der.Sequence(Der.Set(third, second, first)).ReadName().Should().Be("CN=c+CN=A+O=b".ParseName());
    }

    [Test]
    public void TryReadDer_refuses_an_encoding_beyond_the_limit()
    {
        // The headers around a value of this length: 4 + 4 + 4 octets, 5 for the type, 4 for the value.
        byte[] longest = Der.CommonName(new string('a', DistinguishedName.MaximumDerLength - 21));
        byte[] tooLong = Der.CommonName(new string('a', DistinguishedName.MaximumDerLength - 20));

        longest.Should().HaveCount(DistinguishedName.MaximumDerLength);
        longest.ReadError().Should().Be(DistinguishedNameError.None);
        tooLong.ReadError().Should().Be(DistinguishedNameError.TooLong);
    }

    [TestCase(true)]
    [TestCase(false)]
    public void TryReadDer_refuses_more_attributes_than_the_limit(bool inOneRdn)
    {
        DistinguishedNameError Read(int count)
        {
            byte[][] attributes = [.. Enumerable.Range(1, count).Select(arc => Attribute($"1.2.3.{arc}", Der.Utf8String("x")))];
            byte[][] names = inOneRdn ? [Der.Set(attributes)] : [.. attributes.Select(attribute => Der.Set(attribute))];
            return Der.Sequence(names).ReadError();
        }

        Read(DistinguishedName.MaximumAttributeCount).Should().Be(DistinguishedNameError.None);
        Read(DistinguishedName.MaximumAttributeCount + 1).Should().Be(DistinguishedNameError.TooManyAttributes);
    }

    [Test]
    public void TryReadDer_refuses_an_endless_object_identifier()
    {
        static DistinguishedNameError Read(byte[] contents) =>
            Der.Sequence(Der.Set(Der.Sequence(Der.Element(0x06, contents), Der.Utf8String("a")))).ReadError();

        // With tag and length, 64 octets are the limit.
        Read([0x2A, .. Enumerable.Repeat((byte)0x01, 61)]).Should().Be(DistinguishedNameError.None);
        Read([0x2A, .. Enumerable.Repeat((byte)0x01, 62)]).Should().Be(DistinguishedNameError.InvalidAttributeType);
        Read([0x2A, .. Enumerable.Repeat((byte)0xFF, 100), 0x01]).Should().Be(DistinguishedNameError.InvalidAttributeType);
    }

    [TestCase("2.999.1")]
    [TestCase("2.25.329800735698586629295641978511506172918")]
    [TestCase("1.3.6.1.4.1.99999.1")]
    [TestCase("0.0")]
    public void TryReadDer_reads_an_unknown_type(string oid)
    {
        DistinguishedName name = Name((oid, Der.Utf8String("a"))).ReadName();

        name.Should().Be($"{oid}=a".ParseName());
        name.ToString().Should().Be($"{oid}=#0c0161");
    }
}
