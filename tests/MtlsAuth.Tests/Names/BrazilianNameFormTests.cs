using System.Text.RegularExpressions;
using CsCheck;
using MtlsAuth.Certificates;
using MtlsAuth.Names;

namespace MtlsAuth.Tests.Names;

public sealed class BrazilianNameFormTests
{
    private static readonly Gen<string> Name = Gen.Select(
        Gen.OneOf(
            "CN", "cn", "Uid", "OU", "STREET", "DC", "2.5.4.97", "2.5.4.3", "OID.2.5.4.97", "oid.2.5.4.3", "serialNumber", "commonName",
            " CN", "CN ", "S", "E", "02.5.4.3", "2.5.4.03", "nobody"),
        Gen.OneOf(
            "x", "", " x", "x ", "\\ x\\ ", "x\\\\ ", "x\\20 ", "#0c0178", "#0C0178", "#0c0178 ", "#0c02", "#", "0c0178", "\"x\"",
            "\"x,y\"", "a=#b", "a\\,b", "a\\+b", "\\#x", "São", "<", "\\", "#0500", "x\n"),
        Gen.OneOf(",", "+", ";", ", ", " ,"),
        static (type, value, separator) => (type, value, separator))
        .Array[1, 4]
        .Select(static parts => string.Concat(parts.Select(
            static (part, index) => $"{(index == 0 ? string.Empty : part.separator)}{part.type}={part.value}")));

    private static readonly Regex Grammar = CreateGrammar();

    // Each reads as a name, so that the form is the only question.
    [TestCase("CN=x")]
    [TestCase("Cn=x,uId=y,l=z,St=SP,o=a,ou=b,c=BR,Street=c,dc=d", TestName = "Nine short names in any case")]
    [TestCase("CN=x+UID=y,O=z", TestName = "An RDN of two attributes")]
    [TestCase("2.5.4.3=#0c0178+UID=y,O=z")]
    [TestCase("O=a\\, b\\+c\\;d\\\"e\\\\f\\<g\\>", TestName = "Special characters behind backslashes")]
    [TestCase("O=\\ a\\ ,C=BR", TestName = "A space at the end behind a backslash")]
    [TestCase("O=a\\\\\\ ,C=BR", TestName = "A backslash and a space, both escaped")]
    [TestCase("O=\\20a\\20,C=BR", TestName = "Spaces as hexadecimal pairs")]
    [TestCase("O=\\#a")]
    [TestCase("O=a#b c=d")]
    [TestCase("O=S\u00E3o Paulo", TestName = "A letter beyond ASCII")]
    [TestCase("O=\\C3\\A3", TestName = "A letter beyond ASCII as hexadecimal pairs")]
    [TestCase("CN=x,OU=", TestName = "An empty value: whether a certificate has it is another question")]
    [TestCase("CN=x,2.5.4.97=#0c00")]
    [TestCase("2.5.4.3=#0C0178")]
    [TestCase("2.5.4.3=#130178")]
    [TestCase("2.5.4.97=#1e020078", TestName = "BMPString")]
    [TestCase("2.5.4.97=#140178", TestName = "TeletexString")]
    [TestCase("2.5.4.97=#1c0400000078", TestName = "UniversalString")]
    [TestCase("1.2.840.113549.1.9.1=#160178", TestName = "IA5String")]
    [TestCase("2.5.4.45=#03020001,CN=x", TestName = "BIT STRING")]
    [TestCase("1.2.3.4.5=#0c0178")]
    public void What_is_in_the_form_has_no_fault(string text)
    {
        DistinguishedName.TryParse(text, out _, out _).Should().BeTrue();

        BrazilianNameForm.FindFault(text).Should().BeNull();
    }

    // What was meant is written out if that is certain, and short.
    [TestCase("CN=x,organizationIdentifier=OFBBR-1", 5, "Write 2.5.4.97=#0c074f464242522d31.")]
    [TestCase("CN=x,businessCategory=Private Organization", 5, "Write 2.5.4.15=#0c1450726976617465204f7267616e697a6174696f6e.")]
    [TestCase("CN=x,serialNumber=43142666000197", 5, "Write 2.5.4.5=#130e3433313432363636303030313937.")]
    [TestCase("CN=x,SERIALNUMBER=#0c023433", 5, "Write 2.5.4.5=#0c023433.")]
    [TestCase("CN=x,serialNumber=4@3", 5, "Write 2.5.4.5=#0c03344033.", TestName = "What no PrintableString can hold")]
    [TestCase(
        "CN=x,serialNumber=a '()\\+\\,-./:=?", 5, "Write 2.5.4.5=#130d61202728292b2c2d2e2f3a3d3f.",
        TestName = "All punctuation that a PrintableString holds")]
    [TestCase("CN=x,jurisdictionC=BR", 5, "Write 1.3.6.1.4.1.311.60.2.1.3=#13024252.")]
    [TestCase("CN=x,jurisdictionCountryName=BR", 5, "Write 1.3.6.1.4.1.311.60.2.1.3=#13024252.")]
    [TestCase("E=a@b.example", 0, "Write 1.2.840.113549.1.9.1=#0c0b6140622e6578616d706c65.")]
    [TestCase("CN=x+SN=y", 5, "Write 2.5.4.4=#0c0179.", TestName = "The second attribute of an RDN")]
    [TestCase("organizationIdentifier=\"a,b\"", 0, "the DER of the value in hexadecimal", TestName = "A quotation around a separator")]
    [TestCase("organizationIdentifier=a\\,b", 0, "Write 2.5.4.97=#0c03612c62.")]
    [TestCase("2.5.4.97=OFBBR-1", 0, "Write 2.5.4.97=#0c074f464242522d31.")]
    [TestCase("2.5.4.97=a=#b", 0, "Write 2.5.4.97=#0c04613d2362.", TestName = "A value with an equals sign and a number sign")]
    [TestCase("2.5.4.97=\\#0c0178", 0, "Write 2.5.4.97=#0c07233063303137", TestName = "A number sign behind a backslash")]
    [TestCase("CN=x,2.5.4.97=", 5, "Write 2.5.4.97=#0c00.", TestName = "An object identifier without a value")]
    [TestCase("2.5.4.3=x", 0, "Write 2.5.4.3=#0c0178.")]
    [TestCase("2.5.4.6=BR", 0, "Write 2.5.4.6=#13024252.")]
    [TestCase("2.5.4.97=0c0178", 0, "Put a number sign in front")]
    [TestCase("OID.2.5.4.97=#0c0178", 0, "Leave out OID. in front of the object identifier.")]
    [TestCase("oid.2.5.4.97=#0c0178", 0, "Leave out OID. in front of the object identifier.")]
    [TestCase("OID.2.5.4.97=x", 0, "object identifier, and write the value in hexadecimal: 2.5.4.97=#0c0178.")]
    [TestCase("OID.2.5.4.6=BR", 0, "object identifier, and write the value in hexadecimal: 2.5.4.6=#13024252.")]
    [TestCase("commonName=x", 0, "Write CN, the short name")]
    [TestCase("CN=x,S=SP", 5, "Write ST, the short name")]
    [TestCase("CN=x,userId=y", 5, "Write UID, the short name")]
    [TestCase("CN=x,streetAddress=y", 5, "Write STREET, the short name")]
    [TestCase("CN=#0c0178", 0, "Write the value of CN as text, or 2.5.4.3 in place of CN.")]
    [TestCase("O=x,C=#13024252", 4, "Write the value of C as text, or 2.5.4.6 in place of C.")]
    [TestCase("CN=x;O=y", 4, "Separate the RDNs with commas.")]
    [TestCase("CN=x, O=y", 5, "Leave out the space.")]
    [TestCase("CN=x ,O=y", 4, "Leave out the space.")]
    [TestCase(" CN=x", 0, "Leave out the space.")]
    [TestCase("CN=x ", 4, "Leave out the space.")]
    [TestCase("CN =x", 2, "Leave out the space.")]
    [TestCase("CN= x", 3, "Leave out the space.")]
    [TestCase("CN=x+ UID=y", 5, "Leave out the space.")]
    [TestCase("CN=x\\  ,O=y", 6, "Leave out the space.", TestName = "One space is escaped, and one is not")]
    [TestCase("CN=x\\\\ ,O=y", 6, "Leave out the space.", TestName = "The backslash is escaped, and not the space")]
    [TestCase("CN=x\\20 ,O=y", 7, "Leave out the space.")]
    [TestCase("2.5.4.97=#0c0178 ,O=y", 16, "Leave out the space.")]
    [TestCase("2.5.4.97= #0c0178", 9, "Leave out the space.")]
    [TestCase("CN=\"x\"", 3, "Leave out the quotation marks")]
    [TestCase("CN=\"x,y\",O=z", 3, "Leave out the quotation marks", TestName = "A quotation around a comma")]
    public void What_is_not_in_the_form_is_told_with_its_place_and_what_was_meant(string text, int position, string advice)
    {
        DistinguishedName.TryParse(text, out _, out _).Should().BeTrue();

        NameFault? fault = BrazilianNameForm.FindFault(text);

        fault!.Position.Should().Be(position);
        fault.Advice.Should().Contain(advice).And.MatchRegex(@"^[\x20-\x21\x23-\x5B\x5D-\x7E]+$");
    }

    [Test]
    public void A_long_value_is_not_written_out() =>
        BrazilianNameForm.FindFault("organizationIdentifier=" + new string('a', 129))!.Advice.Should().EndWith("value in hexadecimal.");

    [Test]
    public void What_is_meant_is_in_the_form_and_the_same_name() => Name.Sample(
        static text =>
        {
            if (text.Contains(',') || text.Contains('+') || text.Contains(';')
                || !DistinguishedName.TryParse(text, out DistinguishedName? name, out _)
                || BrazilianNameForm.FindFault(text) is not { } fault
                || fault.Advice.IndexOf("=#", StringComparison.Ordinal) is var sign && sign < 0)
            {
                return true;
            }

            string meant = fault.Advice[(fault.Advice.LastIndexOf(' ', sign) + 1)..^1];
            return BrazilianNameForm.FindFault(meant) is null
                && DistinguishedName.TryParse(meant, out DistinguishedName? other, out _)
                && name.Equals(other);
        },
        iter: 5_000);

    [Test]
    public void What_the_writer_writes_is_in_the_form() => Name.Sample(
        static text => !DistinguishedName.TryParse(text, out DistinguishedName? name, out _)
            || name.Attributes.Any(static attribute => attribute.Text is null)
            || BrazilianNameForm.FindFault(name.ToString()) is null,
        iter: 5_000);

    // RFC 4514 §3 with its nine short names, readable values behind these and hexadecimal ones behind object identifiers, and no more.
    [Test]
    public void The_form_is_what_the_grammar_says() => Name.Sample(
        static text => !DistinguishedName.TryParse(text, out _, out _)
            || BrazilianNameForm.FindFault(text) is null == Grammar.IsMatch(text),
        iter: 20_000);

    [Test]
    public void No_text_at_all_is_too_much_for_it() => Gen.OneOf(Name, Gen.String).Sample(
        static text => BrazilianNameForm.FindFault(text) is not { } fault || (fault.Position >= 0 && fault.Position <= text.Length),
        iter: 5_000);

    private static Regex CreateGrammar()
    {
        const string Pair = """\\(?:[ "#=+,;<>\\]|[0-9A-Fa-f]{2})""";
        const string Inner = $"""(?:[^"+,;<>\\\0]|{Pair})""";
        const string Value = $"""(?:(?:[^"+,;<>\\\0 #]|{Pair})(?:{Inner}*(?:[^"+,;<>\\\0 ]|{Pair}))?)?""";
        const string Text = $"(?i:CN|L|ST|O|OU|C|STREET|DC|UID)={Value}";
        const string Hexadecimal = """[0-9]+(?:\.[0-9]+)+=\#(?:[0-9A-Fa-f]{2})+""";
        const string Attribute = $"(?:{Text}|{Hexadecimal})";
        return new Regex($"""\A{Attribute}(?:[,+]{Attribute})*\z""", RegexOptions.CultureInvariant);
    }
}
