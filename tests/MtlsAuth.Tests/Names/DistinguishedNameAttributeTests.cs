using System.Text;
using MtlsAuth.Certificates;
using MtlsAuth.Names;
using MtlsAuth.Tests.Certificates;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;
using static MtlsAuth.Tests.Certificates.EncodedName;

namespace MtlsAuth.Tests.Names;

public sealed class DistinguishedNameAttributeTests
{
    [Test]
    public void RelativeNames_has_the_last_RDN_of_the_encoding_first()
    {
        DistinguishedName name = Name((Organization, Der.Utf8String("b")), (CommonName, Der.Utf8String("a"))).ReadName();

        name.RelativeNames.Select(rdn => rdn.ToString()).Should().Equal("CN=a", "O=b");
    }

    [Test]
    public void RelativeNames_of_the_empty_name_is_empty() => "".ParseName().RelativeNames.Should().BeEmpty();

    [Test]
    public void Attributes_are_those_of_all_RDNs_in_the_order_of_the_string()
    {
        "UID=x+OU=b,OU=a,C=GB".ParseName().Attributes.Select(attribute => (attribute.Oid, attribute.Text)).Should().Equal(
            ("0.9.2342.19200300.100.1.1", "x"), ("2.5.4.11", "b"), ("2.5.4.11", "a"), ("2.5.4.6", "GB"));
        "".ParseName().Attributes.Should().BeEmpty();
    }

    [Test]
    public void Attributes_has_all_attributes_of_an_RDN()
    {
        RelativeDistinguishedName name = "OU=b+CN=x+OU=a".ParseName().RelativeNames.Should().ContainSingle().Subject;

        name.Attributes.Select(attribute => (attribute.Oid, attribute.Text)).Should()
            .BeEquivalentTo([("2.5.4.3", "x"), ("2.5.4.11", "a"), ("2.5.4.11", "b")]);
    }

    [Test]
    public void Attributes_of_the_default_RDN_is_empty()
    {
        default(RelativeDistinguishedName).Attributes.Should().BeEmpty();
        default(RelativeDistinguishedName).ToString().Should().BeEmpty();
    }

    [TestCase(0x0C, "c3a9")]
    [TestCase(0x12, "34 32")]
    [TestCase(0x13, "612a40")]
    [TestCase(0x14, "e9")]
    [TestCase(0x16, "6140")]
    [TestCase(0x1E, "00e9d83dde00")]
    [TestCase(0x1C, "000000e90001f600")]
    [TestCase(0x0C, "")]
    public void EncodedValue_has_the_string_type_of_the_certificate(byte tag, string contents)
    {
        byte[] value = Der.Element(tag, Convert.FromHexString(contents.Replace(" ", "", StringComparison.Ordinal)));

        AttributeTypeAndValue attribute = Name((CommonName, value)).ReadName().RelativeNames[0].Attributes[0];

        attribute.EncodedValue.ToArray().Should().Equal(value);
        attribute.Text.Should().NotBeNull();
    }

    [Test]
    public void A_value_that_is_no_string_has_an_encoding_and_no_text()
    {
        AttributeTypeAndValue attribute = Name(("2.5.4.45", Der.BitString([0xC0]))).ReadName().RelativeNames[0].Attributes[0];

        attribute.Text.Should().BeNull();
        attribute.EncodedValue.ToArray().Should().Equal(Der.BitString([0xC0]));
        attribute.ToString().Should().Be("2.5.4.45=#030200c0");
    }

    [TestCase("CN=é", 0x0C)]
    [TestCase("DC=example", 0x16)]
    [TestCase("DC=é", 0x0C)]
    [TestCase("emailAddress=a@b", 0x16)]
    [TestCase("mail=a@b", 0x16, Description = "RFC 4524 §2.16")]
    [TestCase("associatedDomain=a", 0x16, Description = "RFC 4524 §2.1")]
    public void EncodedValue_of_a_text_has_the_type_that_certificates_usually_have(string text, byte tag)
    {
        AttributeTypeAndValue attribute = text.ParseName().RelativeNames[0].Attributes[0];

        attribute.EncodedValue.ToArray().Should().Equal(Der.Element(tag, Encoding.UTF8.GetBytes(attribute.Text!)));
    }

    [Test]
    public void Text_is_the_value_without_escapes() =>
        "CN=\"a\\\"b\", O=c\\2Cd\\ ".ParseName().RelativeNames.Select(rdn => rdn.Attributes[0].Text).Should().Equal("a\"b", "c,d ");

    [Test]
    public void ToString_of_an_attribute_stays_on_one_line() =>
        Name((CommonName, Der.Utf8String("a\nb, c"))).ReadName().RelativeNames[0].Attributes[0].ToString().Should().Be("CN=a\\0ab\\, c");
}
