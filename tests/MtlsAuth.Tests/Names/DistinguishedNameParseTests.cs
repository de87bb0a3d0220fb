using MtlsAuth.Certificates;
using MtlsAuth.Names;
using MtlsAuth.Tests.Certificates;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.Names;

internal sealed class DistinguishedNameParseTests
{
    [TestCase("/C=DE/CN=x", DistinguishedNameError.SlashSeparated)]
    [TestCase("  /CN=x", DistinguishedNameError.SlashSeparated)]
    [TestCase(" ", DistinguishedNameError.MissingAttributeType)]
    [TestCase("CN=a,", DistinguishedNameError.MissingAttributeType)]
    [TestCase(",CN=a", DistinguishedNameError.MissingAttributeType)]
    [TestCase("CN=a,,O=b", DistinguishedNameError.MissingAttributeType)]
    [TestCase("CN=a+", DistinguishedNameError.MissingAttributeType)]
    [TestCase("CN=a; ", DistinguishedNameError.MissingAttributeType)]
    [TestCase("=a", DistinguishedNameError.MissingAttributeType)]
    [TestCase("CN", DistinguishedNameError.MissingEqualsSign)]
    [TestCase("client-a", DistinguishedNameError.MissingEqualsSign)]
    [TestCase("CN=Smith, III,O=b", DistinguishedNameError.MissingEqualsSign)]
    [TestCase("CN=a,O", DistinguishedNameError.MissingEqualsSign)]
    [TestCase("C N=a", DistinguishedNameError.InvalidAttributeType)]
    [TestCase("CN_=a", DistinguishedNameError.InvalidAttributeType)]
    [TestCase("-CN=a", DistinguishedNameError.InvalidAttributeType)]
    [TestCase("\\CN=a", DistinguishedNameError.InvalidAttributeType)]
    [TestCase("ＣＮ=a", DistinguishedNameError.InvalidAttributeType)]
    [TestCase("2=a", DistinguishedNameError.InvalidAttributeType)]
    [TestCase("2.=a", DistinguishedNameError.InvalidAttributeType)]
    [TestCase("2.5.=a", DistinguishedNameError.InvalidAttributeType)]
    [TestCase("2..5=a", DistinguishedNameError.InvalidAttributeType)]
    [TestCase("2.5.4.03=a", DistinguishedNameError.InvalidAttributeType)]
    [TestCase("02.5.4.3=a", DistinguishedNameError.InvalidAttributeType)]
    [TestCase("2.5.4.x=a", DistinguishedNameError.InvalidAttributeType)]
    [TestCase("2.5.4.٣=a", DistinguishedNameError.InvalidAttributeType)]
    [TestCase("3.5.4=a", DistinguishedNameError.InvalidAttributeType)]
    [TestCase("1.40.4=a", DistinguishedNameError.InvalidAttributeType)]
    [TestCase("0.100=a", DistinguishedNameError.InvalidAttributeType)]
    [TestCase("OID.=a", DistinguishedNameError.InvalidAttributeType)]
    [TestCase("OID.CN=a", DistinguishedNameError.InvalidAttributeType)]
    [TestCase("0.39.4=a", DistinguishedNameError.None)]
    [TestCase("1.30=a", DistinguishedNameError.None)]
    [TestCase("CNX=a", DistinguishedNameError.UnknownAttributeType)]
    [TestCase("CN=a, b=c", DistinguishedNameError.UnknownAttributeType)]
    [TestCase("CN=a\"b", DistinguishedNameError.UnescapedCharacter)]
    [TestCase("CN=a<b", DistinguishedNameError.UnescapedCharacter)]
    [TestCase("CN=a>b", DistinguishedNameError.UnescapedCharacter)]
    [TestCase("CN=a\0b", DistinguishedNameError.UnescapedCharacter)]
    [TestCase("CN=\"a\0b\"", DistinguishedNameError.UnescapedCharacter)]
    [TestCase("CN=a\\", DistinguishedNameError.InvalidEscape)]
    [TestCase("CN=a\\4", DistinguishedNameError.InvalidEscape)]
    [TestCase("CN=a\\4g", DistinguishedNameError.InvalidEscape)]
    [TestCase("CN=a\\x41", DistinguishedNameError.InvalidEscape)]
    [TestCase("CN=\"a\\", DistinguishedNameError.InvalidEscape)]
    [TestCase("CN=\"", DistinguishedNameError.UnterminatedQuotation)]
    [TestCase("CN=\"a, O=b", DistinguishedNameError.UnterminatedQuotation)]
    [TestCase("CN=\"a\"\"", DistinguishedNameError.UnterminatedQuotation)]
    [TestCase("CN=\"a\\\"", DistinguishedNameError.UnterminatedQuotation)]
    [TestCase("CN=\"a\"b", DistinguishedNameError.UnexpectedCharacter)]
    [TestCase("CN=\"a\" \"b\"", DistinguishedNameError.UnexpectedCharacter)]
    [TestCase("CN=#", DistinguishedNameError.InvalidHexadecimal)]
    [TestCase("CN=#0", DistinguishedNameError.InvalidHexadecimal)]
    [TestCase("CN=#0c016", DistinguishedNameError.InvalidHexadecimal)]
    [TestCase("CN=#0c01 61", DistinguishedNameError.InvalidHexadecimal)]
    [TestCase("CN=#lead", DistinguishedNameError.InvalidHexadecimal)]
    [TestCase("CN=#0c02\\61", DistinguishedNameError.InvalidHexadecimal)]
    [TestCase("CN=#0c0261", DistinguishedNameError.MalformedDer)]
    [TestCase("CN=#0c8000", DistinguishedNameError.MalformedDer)]
    [TestCase("CN=#0c016161", DistinguishedNameError.TrailingData)]
    [TestCase("CN=#0c01ff", DistinguishedNameError.InvalidString)]
    [TestCase("CN=\\C4", DistinguishedNameError.InvalidString)]
    [TestCase("CN=\\C4x\\8D", DistinguishedNameError.InvalidString)]
    [TestCase("CN=\\ED\\A0\\80", DistinguishedNameError.InvalidString)]
    [TestCase("CN=\\C0\\80", DistinguishedNameError.InvalidString)]
    public void TryParse_says_what_is_wrong(string text, DistinguishedNameError expected) => text.ParseError().Should().Be(expected);

    [Test]
    public void TryParse_refuses_a_lone_surrogate()
    {
        ("CN=a" + '\uD800').ParseError().Should().Be(DistinguishedNameError.InvalidString);
        ("CN=\"" + '\uDC00' + "\"").ParseError().Should().Be(DistinguishedNameError.InvalidString);
    }

    [Test]
    public void TryParse_refuses_a_text_beyond_the_limit()
    {
        string longest = "CN=" + new string('a', DistinguishedName.MaximumTextLength - 3);

        longest.ParseError().Should().Be(DistinguishedNameError.None);
        (longest + "a").ParseError().Should().Be(DistinguishedNameError.TooLong);
    }

    [TestCase(',')]
    [TestCase('+')]
    public void TryParse_refuses_more_attributes_than_the_limit(char separator)
    {
        IEnumerable<string> attributes = Enumerable.Range(1, DistinguishedName.MaximumAttributeCount).Select(arc => $"1.2.3.{arc}=x");
        string most = string.Join(separator, attributes);

        most.ParseError().Should().Be(DistinguishedNameError.None);
        $"{most}{separator}CN=x".ParseError().Should().Be(DistinguishedNameError.TooManyAttributes);
    }

    [Test]
    public void TryParse_refuses_an_endless_object_identifier()
    {
        ("1.2." + new string('1', 252) + "=a").ParseError().Should().Be(DistinguishedNameError.None);
        ("1.2." + new string('1', 253) + "=a").ParseError().Should().Be(DistinguishedNameError.InvalidAttributeType);
        (new string('a', 300) + "=a").ParseError().Should().Be(DistinguishedNameError.InvalidAttributeType);
    }

    [Test]
    public void TryParse_throws_for_null_instead_of_reading_the_empty_name()
    {
        Func<bool> parse = () => DistinguishedName.TryParse(null!, out _, out _);

        parse.Should().Throw<ArgumentNullException>();
    }

    [Test]
    public void TryParse_reads_the_empty_string_as_the_empty_name()
    {
        "".ParseName().IsEmpty.Should().BeTrue();
        "CN=".ParseName().IsEmpty.Should().BeFalse();
    }

    [TestCase("CN = a , O = b")]
    [TestCase("cn=a;o=b")]
    [TestCase("CN=\"a\",O=\"b\"")]
    [TestCase("CN=\"a\" ; O= \"b\" ")]
    [TestCase("OID.2.5.4.3=a,oid.2.5.4.10=b")]
    [TestCase("commonName=a,organizationName=b")]
    [TestCase("2.5.4.3=#0C0161,2.5.4.10=#130162")]
    [TestCase("CN=#0c0161 , O=#0c0162")]
    [TestCase("CN=\\61,O=\\62")]
    public void TryParse_reads_every_spelling_of_a_name(string text) => text.ParseName().Should().Be("CN=a,O=b".ParseName());

    [TestCase("CN=a\\,b", "a,b")]
    [TestCase("CN=a\\+b", "a+b")]
    [TestCase("CN=a\\;b", "a;b")]
    [TestCase("CN=a\\\"b", "a\"b")]
    [TestCase("CN=a\\<b\\>", "a<b>")]
    [TestCase("CN=a\\\\", "a\\")]
    [TestCase("CN=a\\=b=c", "a=b=c")]
    [TestCase("CN=\\#a#", "#a#")]
    [TestCase("CN=a\\ ", "a ")]
    [TestCase("CN=a\\\\ ", "a\\")]
    [TestCase("CN=a\\   ", "a ")]
    [TestCase("CN=\\ a", " a")]
    [TestCase("CN=\\20a\\20", " a ")]
    [TestCase("CN=\\C4\\8d", "č")]
    [TestCase("CN=\\00", "\0")]
    [TestCase("CN=a\\0Ab", "a\nb")]
    [TestCase("CN=\\5Ca", "\\a")]
    [TestCase("CN=\"a,b+c;d<e>f=#\"", "a,b+c;d<e>f=#")]
    [TestCase("CN=\"a \\\"b\\\"\\\\ \\C4\\8D\"", "a \"b\"\\ č")]
    [TestCase("CN=\"a \"\"b\"\"\"", "a \"b\"")]
    [TestCase("CN=\"\"\"\"", "\"")]
    [TestCase("CN=\"\"", "")]
    [TestCase("CN=\" a \"", " a ")]
    [TestCase("CN=", "")]
    [TestCase("CN=  ", "")]
    [TestCase("CN=😀", "😀")]
    [TestCase("CN=a b", "a b")]
    [TestCase("CN=O=b", "O=b")]
    public void TryParse_unescapes_values(string text, string value)
    {
        // The written form shows the value to the octet, where equality would forgive spaces and case.
        byte[] der = Der.CommonName(value);

        text.ParseName().ToString().Should().Be(der.ReadName().ToString());
    }
}
