using MtlsAuth.Certificates;
using MtlsAuth.Names;
using MtlsAuth.Tests.Certificates;
using MtlsAuth.Tests.Registration;

namespace MtlsAuth.Tests.Names;

internal sealed class DistinguishedNameFaultTests
{
    [TestCase("/C=GB/O=Example/CN=x", DistinguishedNameError.SlashSeparated, 0, "old OpenSSL")]
    [TestCase("  /CN=x", DistinguishedNameError.SlashSeparated, 2, "the last one first")]
    [TestCase("subject=CN=x,C=GB", DistinguishedNameError.LabelInFront, 0, "prints with -nameopt RFC2253.")]
    [TestCase("subject dn=CN=x", DistinguishedNameError.LabelInFront, 0, "Leave it out")]
    [TestCase("subjectDN=CN=x", DistinguishedNameError.LabelInFront, 0, "Leave it out")]
    [TestCase("Subject Name=CN=x", DistinguishedNameError.LabelInFront, 0, "Leave it out")]
    [TestCase("Issuer DN=CN=x", DistinguishedNameError.LabelInFront, 0, "Leave it out")]
    [TestCase("Distinguished Name=CN=x", DistinguishedNameError.LabelInFront, 0, "Leave it out")]
    [TestCase("i:/C=GB/CN=x", DistinguishedNameError.LabelInFront, 0, "the last one first")]
    [TestCase("a label of 32 characters, and so: CN=x", DistinguishedNameError.LabelInFront, 0, "Leave it out")]
    [TestCase("a label of 33 characters, and not: CN=x", DistinguishedNameError.MissingEqualsSign, 0, "as in CN=client")]
    [TestCase(":CN=x", DistinguishedNameError.InvalidAttributeType, 0, "short name such as CN")]
    [TestCase("C N=x,O=é", DistinguishedNameError.InvalidAttributeType, 0, "short name such as CN")]
    [TestCase("subject= /C=GB/CN=x", DistinguishedNameError.LabelInFront, 0, "old OpenSSL")]
    [TestCase(" Subject: CN=x", DistinguishedNameError.LabelInFront, 1, "Leave it out")]
    [TestCase("\tSubject:\tCN=x", DistinguishedNameError.LabelInFront, 1, "Leave it out")]
    [TestCase("Subject DN : CN=x", DistinguishedNameError.LabelInFront, 0, "Leave it out")]
    [TestCase("DN: CN=x", DistinguishedNameError.LabelInFront, 0, "Leave it out")]
    [TestCase("Owner: CN=x", DistinguishedNameError.LabelInFront, 0, "Leave it out")]
    [TestCase("s:/C=GB/CN=x", DistinguishedNameError.LabelInFront, 0, "the last one first")]
    [TestCase("issuer=CN=x", DistinguishedNameError.LabelInFront, 0, "Leave it out")]
    [TestCase("*  subject: C=GB; CN=x", DistinguishedNameError.LabelInFront, 0, "Leave it out")]
    [TestCase(" 0 s:C = GB, CN = x", DistinguishedNameError.LabelInFront, 1, "Leave it out")]
    [TestCase("Subject Distinguished Name: CN=x", DistinguishedNameError.LabelInFront, 0, "Leave it out")]
    [TestCase("ssl_client_s_dn: CN=x", DistinguishedNameError.LabelInFront, 0, "Leave it out")]
    [TestCase("X509v3 Subject: /C=GB/CN=x", DistinguishedNameError.LabelInFront, 0, "old OpenSSL")]
    [TestCase("[Subject]\n  CN=x, C=GB", DistinguishedNameError.ControlCharacter, 9, "line break")]
    [TestCase("CN: x, C: GB", DistinguishedNameError.MissingEqualsSign, 0, "as in CN=client")]
    [TestCase("CN: x=y", DistinguishedNameError.InvalidAttributeType, 0, "short name such as CN")]
    [TestCase("\"CN=x,O=y\"", DistinguishedNameError.InvalidAttributeType, 0, "Leave out quotation marks")]
    [TestCase("'CN=x,O=y'", DistinguishedNameError.InvalidAttributeType, 0, "Leave out quotation marks")]
    [TestCase("<Name(CN=x,O=y)>", DistinguishedNameError.InvalidAttributeType, 0, "brackets")]
    [TestCase("(CN=x)", DistinguishedNameError.InvalidAttributeType, 0, "brackets")]
    [TestCase("{CN=x}", DistinguishedNameError.InvalidAttributeType, 0, "brackets")]
    [TestCase("\uFEFFCN=x", DistinguishedNameError.InvalidAttributeType, 0, "U+FEFF at offset 0")]
    [TestCase("CN=x, \u200EO=y", DistinguishedNameError.InvalidAttributeType, 6, "U+200E at offset 6")]
    [TestCase("CN=x,\u00A0O=y", DistinguishedNameError.InvalidAttributeType, 5, "U+00A0 at offset 5")]
    [TestCase("CN=x,O\u200B=y", DistinguishedNameError.InvalidAttributeType, 5, "U+200B at offset 6")]
    [TestCase("CN=Smith, III,O=b", DistinguishedNameError.MissingEqualsSign, 10, "comma at offset 8")]
    [TestCase("O=AT+T,C=US", DistinguishedNameError.MissingEqualsSign, 5, "plus sign at offset 4")]
    [TestCase("CN=a;b", DistinguishedNameError.MissingEqualsSign, 5, "semicolon at offset 4")]
    [TestCase("client-a", DistinguishedNameError.MissingEqualsSign, 0, "as in CN=client")]
    [TestCase("CN=x,", DistinguishedNameError.MissingAttributeType, 5, "Leave out the separator")]
    [TestCase(",CN=x", DistinguishedNameError.MissingAttributeType, 0, "Leave out the separator")]
    [TestCase("CN=x,,O=y", DistinguishedNameError.MissingAttributeType, 5, "Leave out the separator")]
    [TestCase("CN=x, =y", DistinguishedNameError.MissingAttributeType, 6, "in front of the equals sign")]
    [TestCase("CN=x, Common Name=y", DistinguishedNameError.InvalidAttributeType, 6, "short name such as CN")]
    [TestCase("CN=x,2.5.4.x=y", DistinguishedNameError.InvalidAttributeType, 5, "object identifier")]
    [TestCase("CN=x,vatNumber=1", DistinguishedNameError.UnknownAttributeType, 5, "object identifier in its place")]
    [TestCase("O=Foo, Inc=x", DistinguishedNameError.UnknownAttributeType, 7, "comma at offset 5")]
    [TestCase("CN=a\"b", DistinguishedNameError.UnescapedCharacter, 4, "need a backslash")]
    [TestCase("CN=a<b  ,O=c", DistinguishedNameError.UnescapedCharacter, 4, "need a backslash")]
    [TestCase("CN=a<b\nO=c", DistinguishedNameError.UnescapedCharacter, 4, "need a backslash")]
    [TestCase("CN=x, O= a<b", DistinguishedNameError.UnescapedCharacter, 10, "need a backslash")]
    [TestCase("CN=x\\", DistinguishedNameError.InvalidEscape, 4, "at the end")]
    [TestCase("CN=back\\slash,O=x", DistinguishedNameError.InvalidEscape, 7, "Double it")]
    [TestCase("CN=\"a\\zb\"", DistinguishedNameError.InvalidEscape, 5, "Double it")]
    [TestCase("CN=x,O=\"a, C=b", DistinguishedNameError.UnterminatedQuotation, 7, "has no end")]
    [TestCase("CN=\"a\"  b", DistinguishedNameError.UnexpectedCharacter, 8, "closing quotation mark")]
    [TestCase("CN=#1 shop", DistinguishedNameError.InvalidHexadecimal, 3, "Put a backslash")]
    [TestCase("CN=x,O=#0c0261", DistinguishedNameError.MalformedDer, 7, "not the DER")]
    [TestCase("CN=#0c016161", DistinguishedNameError.TrailingData, 3, "More follows")]
    [TestCase("CN=\\C4", DistinguishedNameError.InvalidString, 3, "Unicode")]
    [TestCase("C=GB\nO=Example TPP Ltd\nCN=x", DistinguishedNameError.ControlCharacter, 4, "line break")]
    [TestCase("C=GB\r\nO=Example, Ltd", DistinguishedNameError.ControlCharacter, 4, "line break")]
    [TestCase("CN=x,O=y\n", DistinguishedNameError.ControlCharacter, 8, "line break")]
    [TestCase("CN=x,\n O=y", DistinguishedNameError.ControlCharacter, 5, "line break")]
    [TestCase("CN=x\u2028O=y", DistinguishedNameError.ControlCharacter, 4, "line break")]
    [TestCase("CN=x\ty", DistinguishedNameError.ControlCharacter, 4, "control character")]
    [TestCase("CN=x\0y", DistinguishedNameError.ControlCharacter, 4, "control character")]
    [TestCase("", DistinguishedNameError.EmptyName, 0, "names nobody")]
    [TestCase("CN=", DistinguishedNameError.EmptyName, 0, "names nobody")]
    [TestCase("CN=\\20,O=\"\"", DistinguishedNameError.EmptyName, 0, "names nobody")]
    public void ParseRegistered_says_what_is_wrong_and_where_and_what_was_meant(
        string text, DistinguishedNameError error, int position, string advice)
    {
        NameFault? fault = text.FindFault();

        fault.Should().NotBeNull();
        fault!.Error.Should().Be(error);
        fault.Position.Should().Be(position);
        fault.Advice.Should().Contain(advice);
    }

    [Test]
    public void Advice_speaks_of_a_separator_only_where_one_stands_in_front() =>
        "client-a".FindFault()!.Advice.Should().Be("An attribute is a type, an equals sign and a value, as in CN=client.");

    [Test]
    public void ToString_has_error_position_and_advice_on_one_line() =>
        "CN=x\\".FindFault()!.ToString().Should()
            .Be("InvalidEscape at offset 4: The backslash at the end has nothing to escape.");

    [Test]
    public void ParseRegistered_refuses_a_name_that_is_too_long_for_a_certificate()
    {
        ("CN=" + new string('€', 4093)).FindFault().Should().BeNull();
        ("CN=" + new string('€', 4094)).FindFault()!.ToString()
            .Should().StartWith("TooLong at offset ").And.EndWith(": The name is too long for any certificate.");
    }

    [Test]
    public void ParseRegistered_refuses_too_many_attributes() =>
        string.Join('+', Enumerable.Repeat("OU=a", DistinguishedName.MaximumAttributeCount + 1)).FindFault()!.ToString()
            .Should().StartWith("TooManyAttributes at offset ").And.EndWith(": The name has too many attributes.");

    [TestCase("CN=x,O=y")]
    [TestCase("CN = x; O = y")]
    [TestCase("CN=a\\0Ab")]
    [TestCase("CN=x,OU=")]
    [TestCase("DN=1")]
    [TestCase("S=x,I=y")]
    [TestCase("CN=#020101")]
    public void ParseRegistered_finds_nothing_in_a_name(string text) => text.FindFault().Should().BeNull();

    [TestCase("", "")]
    [TestCase("CN=", "CN=")]
    [TestCase("CN=a\nb", "CN=a\\0ab")]
    public void TryParse_reads_names_that_no_client_can_register(string text, string expected)
    {
        text.FindFault().Should().NotBeNull();
        text.ParseName().ToString().Should().Be(expected);
    }

    [Test]
    public void TryParse_says_where_and_what_was_meant()
    {
        DistinguishedName.TryParse("subject=CN=x", out _, out NameFault? label).Should().BeFalse();
        DistinguishedName.TryParse("CN=x,O=\"a", out _, out NameFault? quotation).Should().BeFalse();
        DistinguishedName.TryParse("CN=" + new string('a', DistinguishedName.MaximumTextLength), out _, out NameFault? length)
            .Should().BeFalse();

        label!.ToString().Should().StartWith("LabelInFront at offset 0: A tool prints this label");
        quotation!.ToString().Should().Be("UnterminatedQuotation at offset 7: The quotation that begins here has no end.");
        length!.Position.Should().Be(DistinguishedName.MaximumTextLength);
    }

    [Test]
    public void ParseRegistered_throws_for_null()
    {
        Func<DistinguishedName?> parse = () => DistinguishedName.ParseRegistered(null!, out _);

        parse.Should().Throw<ArgumentNullException>();
    }
}
