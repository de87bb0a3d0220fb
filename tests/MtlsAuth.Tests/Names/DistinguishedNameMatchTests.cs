using System.Globalization;
using MtlsAuth.Certificates;
using MtlsAuth.Names;
using MtlsAuth.Tests.Certificates;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.Names;

internal sealed class DistinguishedNameMatchTests
{
    [TestCase("CN=client-a", "cn=CLIENT-A")]
    [TestCase("O=EXAMPLE  Corp", "o=Example Corp")]
    [TestCase("CN=\\ a\\ ", "CN=a")]
    [TestCase("CN=a\\09b", "CN=a b")]
    [TestCase("CN=a\\0D\\0Ab", "CN=a b")]
    [TestCase("CN=\\20\\20", "CN=")]
    [TestCase("CN=a\u00A0\u3000b", "CN=a b")]
    [TestCase("CN=a\u2028b", "CN=a b")]
    [TestCase("CN=a\u0085b", "CN=a b")]
    [TestCase("CN=MÜLLER", "CN=müller")]
    [TestCase("CN=ΣΊΣΥΦΟΣ", "CN=σίσυφος")]
    [TestCase("CN=Straße", "CN=STRASSE")]
    [TestCase("CN=Straẞe", "CN=straße")]
    [TestCase("CN=ЯНДЕКС", "CN=яндекс")]
    [TestCase("CN=\U00010400", "CN=\U00010428")]
    [TestCase("CN=a   \u0308", "CN=a  \u0308")]
    [TestCase("CN=a\\09\u0308", "CN=a \u0308")]
    [TestCase("DC=Example", "dc=EXAMPLE")]
    [TestCase("emailAddress=Ops@Example.com", "E=ops@example.COM")]
    [TestCase("1.2.3.4=Abc", "1.2.3.4=aBC")]
    [TestCase("CN=a+O=b", "O=B+CN=A")]
    [TestCase("OU=a+OU=b+OU=c", "OU=C+OU=a+ou=B")]
    [TestCase("OU=b+OU=A", "OU=B+OU=a")]
    [TestCase("OU=a+OU=a", "OU=A+OU=a")]
    [TestCase("OU=#020101+OU=a+OU=#0500", "OU=A+OU=#0500+OU=#020101")]
    public void Equals_ignores_what_caseIgnoreMatch_ignores(string left, string right)
    {
        left.ParseName().Should().Be(right.ParseName());
        left.ParseName().GetHashCode().Should().Be(right.ParseName().GetHashCode());
    }

    [TestCase("CN=Z\u00FCrich", "CN=zu\u0308rich")]
    [TestCase("CN=ﬁle", "CN=FILE")]
    [TestCase("CN=ＡＢＣ", "CN=abc")]
    [TestCase("CN=\u212A", "CN=k")]
    [TestCase("CN=\u01F0", "CN=J\u030C")]
    [TestCase("CN=İ", "CN=i\u0307")]
    [TestCase("CN=Ⅳ", "CN=iv")]
    [TestCase("CN=a \u00A8", "CN=a  \u0308")]
    [TestCase("CN=\uD55C", "CN=\u1112\u1161\u11AB")]
    public void Equals_ignores_compatibility_forms(string left, string right)
    {
        DistinguishedNameExtensions.AssumeGlobalization();

        left.ParseName().Should().Be(right.ParseName());
        left.ParseName().GetHashCode().Should().Be(right.ParseName().GetHashCode());
    }

    [TestCase("CN=evil\\,CN=client-a", "CN=evil,CN=client-a")]
    [TestCase("CN=evil\\,CN\\=client-a", "CN=client-a")]
    [TestCase("CN=a\\+O=b", "CN=a+O=b")]
    [TestCase("CN=a,O=b", "CN=a+O=b")]
    [TestCase("OU=a+OU=b", "OU=a")]
    [TestCase("OU=a+OU=b", "OU=a+OU=c")]
    [TestCase("OU=a+OU=b", "OU=a,OU=b")]
    [TestCase("OU=a+OU=a", "OU=a")]
    [TestCase("OU=a+OU=a+OU=b", "OU=a+OU=b+OU=b")]
    [TestCase("OU=a+OU=b", "OU=a+O=b")]
    [TestCase("CN=a,O=b", "O=b,CN=a")]
    [TestCase("CN=a,O=b", "CN=a")]
    [TestCase("CN=a,O=b", "O=b")]
    [TestCase("CN=a+O=b", "CN=a")]
    [TestCase("CN=a", "O=a")]
    [TestCase("CN=a", "CN=ab")]
    [TestCase("CN=ab", "CN=a b")]
    [TestCase("CN=a c", "CN=b c")]
    [TestCase("CN=a c", "CN=c")]
    [TestCase("CN=a  \u0308", "CN=a \u0308")]
    [TestCase("CN=", "")]
    [TestCase("CN=client-a\\00", "CN=client-a")]
    [TestCase("CN=client-a\\00.evil", "CN=client-a")]
    [TestCase("CN=cli\\C2\\ADent-a", "CN=client-a")]
    [TestCase("CN=cli\\E2\\80\\8Bent-a", "CN=client-a")]
    [TestCase("CN=client-a\u0080", "CN=client-a")]
    [TestCase("CN=client-a\u1806", "CN=client-a")]
    [TestCase("CN=client-a\u180B", "CN=client-a")]
    [TestCase("CN=client-a\U000E0100", "CN=client-a")]
    [TestCase("CN=client-a\uFFFC", "CN=client-a")]
    [TestCase("CN=client-a\uFE0F", "CN=client-a")]
    [TestCase("CN=client-a\u034F", "CN=client-a")]
    [TestCase("CN=client-a\uE000", "CN=CLIENT-A\uE000")]
    [TestCase("CN=\uFFFDa", "CN=\uFFFDA")]
    [TestCase("CN=\uFFFEa", "CN=\uFFFEA")]
    [TestCase("CN=\uFFFDa", "CN=a")]
    [TestCase("CN=İ", "CN=i")]
    [TestCase("CN=ı", "CN=i")]
    [TestCase("CN=ı", "CN=I")]
    [TestCase("CN=а", "CN=a")]
    [TestCase("CN=é", "CN=e")]
    [TestCase("DC=ｅxample", "DC=example")]
    [TestCase("DC=É", "DC=é")]
    [TestCase("SN=1", "serialNumber=1")]
    [TestCase("1.2.3.4=a", "1.2.3.5=a")]
    public void Equals_tells_names_apart(string left, string right)
    {
        left.ParseName().Should().NotBe(right.ParseName());
        right.ParseName().Should().NotBe(left.ParseName());
    }

    [TestCase("CN=client-a\\00")]
    [TestCase("CN=cli\\C2\\ADent-a")]
    [TestCase("CN=\uE000\uFFFD\uFFFE\u0378")]
    [TestCase("DC=É")]
    public void Equals_accepts_a_value_that_cannot_be_prepared_only_as_it_is(string text)
    {
        text.ParseName().Should().Be(text.ParseName());
        text.ParseName().GetHashCode().Should().Be(text.ParseName().GetHashCode());
    }

    [TestCase("\\00")]
    [TestCase("\\1F")]
    [TestCase("\\7F")]
    [TestCase("\u034F")]
    [TestCase("\u1806")]
    [TestCase("\u180B")]
    [TestCase("\u180F")]
    [TestCase("\uFE00")]
    [TestCase("\uFE0F")]
    [TestCase("\uFFFC")]
    [TestCase("\uFFFD")]
    [TestCase("\U000E0100")]
    [TestCase("\U000E01EF")]
    public void Equals_does_not_fold_a_value_with_an_invisible_character(string character)
    {
        $"CN=a{character}".ParseName().Should().NotBe($"CN=A{character}".ParseName());
        $"CN=a{character}".ParseName().Should().Be($"CN=a{character}".ParseName());
    }

    [Test]
    public void Equals_folds_any_number_of_letters_beyond_ASCII_in_a_row() =>
        $"CN={new string('я', 40)}".ParseName().Should().Be($"CN={new string('Я', 40)}".ParseName());

    // The codes are of 32 bits: of names that differ, hardly any have the same, and nobody can choose such.
    [TestCase("CN=a", "O=a")]
    [TestCase("CN=a", "CN=b")]
    [TestCase("CN=#020101", "CN=#020102")]
    [TestCase("OU=a+OU=b", "OU=a,OU=b")]
    public void GetHashCode_depends_on_all_that_equality_depends_on(string left, string right) =>
        left.ParseName().GetHashCode().Should().NotBe(right.ParseName().GetHashCode());

    [Test]
    public void Equals_folds_a_value_with_thirty_combining_marks_in_a_row_and_not_one_with_more()
    {
        string marks = new('\u0301', 30);

        $"CN=a{marks}b{marks}".ParseName().Should().Be($"CN=A{marks}B{marks}".ParseName());
        $"CN=a{marks}\u0301".ParseName().Should().NotBe($"CN=A{marks}\u0301".ParseName());
        $"CN=a{marks}\u0301".ParseName().Should().Be($"CN=a{marks}\u0301".ParseName());
    }

    [Test]
    public void Equals_does_not_cut_a_certificate_name_at_NUL()
    {
        DistinguishedName name = Der.CommonName("client-a\0.evil.example").ReadName();

        name.Should().NotBe("CN=client-a".ParseName());
        name.Should().Be("CN=client-a\\00.evil.example".ParseName());
    }

    [TestCase("tr-TR")]
    [TestCase("az-Latn-AZ")]
    [TestCase("de-DE")]
    public void Equals_does_not_depend_on_the_culture(string culture)
    {
        DistinguishedNameExtensions.AssumeGlobalization();

        using (new CultureScope(culture))
        {
            "CN=CLIENT I".ParseName().Should().Be("CN=client i".ParseName());
            "CN=ı".ParseName().Should().NotBe("CN=I".ParseName());
            "title=x".ParseName().Should().Be("TITLE=x".ParseName());
        }
    }

    [Test]
    public void Equals_folds_long_values()
    {
        string value = string.Concat(Enumerable.Repeat("Ab  ", 1000));

        $"CN={value}".ParseName().Should().Be($"CN={value.ToUpperInvariant()}x".Replace("x", "", StringComparison.Ordinal).ParseName());
        $"CN={value}".ParseName().Should().NotBe($"CN={value}c".ParseName());
    }

    [Test]
    public void Equals_accepts_an_empty_name_only_for_an_empty_name()
    {
        "".ParseName().Should().Be(Convert.FromHexString("3000").ReadName());
        "".ParseName().Should().NotBe("CN=a".ParseName());
        "".ParseName().Equals(null).Should().BeFalse();
        "".ParseName().Equals((object)"").Should().BeFalse();
    }

    [TestCase("CN=a,O=b,C=c", "cn=A,o=B,c=C", DistinguishedNameMatch.Equal, 0, "equal")]
    [TestCase("CN=a,O=b,C=c", "C=c,O=b,CN=a", DistinguishedNameMatch.EqualInReverseOrder, 0,
        "equal but for the order: one name is the reverse of the other")]
    [TestCase("CN=a,O=b,C=c", "O=b,CN=a,C=c", DistinguishedNameMatch.EqualExceptOrder, 0, "equal but for the order")]
    [TestCase("OU=a,OU=a,OU=b", "OU=a,OU=b,OU=b", DistinguishedNameMatch.DifferentAttribute, 2, "differs at RDN 2")]
    [TestCase("CN=a,O=b,C=c", "CN=a,O=b", DistinguishedNameMatch.DifferentLength, 0, "different number of RDNs")]
    [TestCase("CN=a,O=b,C=c", "CN=a,O=x,C=y", DistinguishedNameMatch.DifferentAttribute, 2, "differs at RDN 2")]
    [TestCase("CN=a,O=b", "CN=a,OU=b", DistinguishedNameMatch.DifferentAttribute, 2, "differs at RDN 2")]
    [TestCase("CN=a,O=b", "CN=a+UID=x,O=b", DistinguishedNameMatch.DifferentAttribute, 1, "differs at RDN 1")]
    [TestCase("", "", DistinguishedNameMatch.Equal, 0, "equal")]
    [TestCase("", "CN=a", DistinguishedNameMatch.DifferentLength, 0, "different number of RDNs")]
    public void Compare_says_how_names_differ(string left, string right, DistinguishedNameMatch outcome, int position, string words)
    {
        DistinguishedNameComparison comparison = left.ParseName().Compare(right.ParseName());

        comparison.Match.Should().Be(outcome);
        comparison.Position.Should().Be(position);
        comparison.ToString().Should().Be(words);
    }

    [TestCase("CN=a,O=b", "cn=A,o=B", null)]
    [TestCase("CN=a,O=b", "CN=a,OU=b", "differs at RDN 2: registered O=b, in the certificate OU=b")]
    [TestCase("CN=a,O=b", "CN=a", "different number of RDNs, first at RDN 2: registered O=b, in the certificate none")]
    [TestCase("CN=a,O=b", "O=b,CN=a",
        "equal but for the order: one name is the reverse of the other, first at RDN 1: registered CN=a, in the certificate O=b")]
    public void DescribeDifference_says_where_and_what(string registered, string actual, string? expected) =>
        registered.ParseName().DescribeDifference(actual.ParseName()).Should().Be(expected);

    [Test]
    public void Compare_has_a_default_that_is_no_match() =>
        default(DistinguishedNameComparison).Match.Should().NotBe(DistinguishedNameMatch.Equal);

    private sealed class CultureScope : IDisposable
    {
        private readonly CultureInfo _previous = CultureInfo.CurrentCulture;

        public CultureScope(string name)
        {
            CultureInfo.CurrentCulture = new CultureInfo(name);
        }

        public void Dispose() => CultureInfo.CurrentCulture = _previous;
    }
}
