using MtlsAuth.Certificates;
using MtlsAuth.Tests.Certificates;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.Explanation;

/// <summary>Where in DER something is no certificate.</summary>
public sealed class DerFaultTests
{
    private const string SerialNumber = "serialNumber";
    private const string PublicKey = "subjectPublicKeyInfo";
    private const string Extensions = "extensions";

    private static readonly byte[] NoName = Der.Sequence(Der.Set());
    private static readonly byte[] Certificate = new CertificateParts().Encode();

    // In an element, one that is longer than what is there of it.
    private static readonly byte[] Broken = [0x02, 0x05, 0x00];

    private static IEnumerable<TestCaseData> SpoiledFields()
    {
        byte[] version4 = Der.Explicit(0, Der.Integer(3));
        byte[] noInteger = Der.Integer();
        byte[] noAlgorithm = Der.Sequence(Der.Integer(7));
        byte[] otherAlgorithm = Der.Algorithm("1.2.840.10045.4.3.3");
        byte[] noValidity = Der.Sequence(Der.Null);
        byte[] noExtensions = Der.Explicit(3, Der.Sequence(Der.Null));
        byte[] unique = Der.Concatenate(Der.Implicit(1, 0, 9), Der.Implicit(2, 0, 9));
        CertificateParts parts = new();
        yield return Case("version", version4, parts with { Version = version4 });
        yield return Case(SerialNumber, noInteger, parts with { SerialNumber = noInteger });
        yield return Case(SerialNumber, Der.Implicit(0, 7), parts with { Version = [], SerialNumber = Der.Implicit(0, 7) });
        yield return Case(SerialNumber, Der.Implicit(1, 7), parts with { SerialNumber = Der.Implicit(1, 7) });
        yield return Case("signature", otherAlgorithm, parts with { InnerSignatureAlgorithm = otherAlgorithm });
        yield return Case("signatureAlgorithm", noAlgorithm, parts with { OuterSignatureAlgorithm = noAlgorithm });
        yield return Case("issuer", NoName, parts with { Issuer = NoName });
        yield return Case("issuer", NoName, parts with { Issuer = NoName, Subject = NoName });
        yield return Case("subject", NoName, parts with { Subject = NoName });
        yield return Case("validity", noValidity, parts with { Validity = noValidity });
        yield return Case(PublicKey, Der.Sequence(), parts with { SubjectPublicKeyInfo = Der.Sequence() });
        yield return Case(Extensions, noExtensions, parts with { Extensions = noExtensions });
        yield return Case(Extensions, noExtensions, parts with { UniqueIdentifiers = unique, Extensions = noExtensions });
        yield return Case(Extensions, noExtensions, parts with { UniqueIdentifiers = Der.Implicit(2, 0), Extensions = noExtensions });

        static TestCaseData Case(string field, byte[] spoiled, CertificateParts parts) =>
            new TestCaseData(field, spoiled, parts.Encode()).SetArgDisplayNames(field, Convert.ToHexString(spoiled));
    }

    private static IEnumerable<TestCaseData> ErrorsWithField()
    {
        (string Field, CertificateFormatError[] Errors)[] fields =
        [
            ("version", [CertificateFormatError.InvalidVersion]),
            (SerialNumber, [CertificateFormatError.InvalidSerialNumber]),
            ("signature", [CertificateFormatError.InvalidSignatureAlgorithm]),
            ("subject", [CertificateFormatError.MalformedName]),
            ("validity", [CertificateFormatError.MalformedValidity]),
            (PublicKey,
            [
                CertificateFormatError.InvalidPublicKey,
                CertificateFormatError.UnsupportedPublicKey,
                CertificateFormatError.PublicKeyCannotSign,
                CertificateFormatError.CurveNotNamed,
                CertificateFormatError.UnsupportedPointForm,
                CertificateFormatError.PointNotOnCurve,
                CertificateFormatError.LowOrderPoint,
                CertificateFormatError.NonCanonicalPoint,
            ]),
            (Extensions,
            [
                CertificateFormatError.MalformedExtension,
                CertificateFormatError.DuplicateExtension,
                CertificateFormatError.TooManyExtensions,
                CertificateFormatError.MalformedSubjectAlternativeName,
            ]),
        ];
        return Enum.GetValues<CertificateFormatError>().Select(
            error => new TestCaseData(error, Array.Find(fields, field => field.Errors.Contains(error)).Field));
    }

    [TestCaseSource(nameof(SpoiledFields))]
    public void The_field_that_is_wrong_is_named_with_its_offset(string field, byte[] spoiled, byte[] der)
    {
        CertificateFormatErrorLocation? location = CertificateFormatErrorLocation.Find(der.ReadCertificateError(), der);

        location.Should().BeEquivalentTo(new { TextOffset = (int?)null, DerOffset = der.AsSpan().IndexOf(spoiled), Field = field });
    }

    [Test]
    public void A_version_that_is_missing_is_looked_for_where_it_would_stand()
    {
        byte[] der = (new CertificateParts { Version = [] }).WithExtensions(CertificateParts.Extension("1.2.3", Der.Null)).Encode();

        CertificateFormatErrorLocation? location = CertificateFormatErrorLocation.Find(der.ReadCertificateError(), der);

        location.Should().BeEquivalentTo(new { DerOffset = der.AsSpan().IndexOf(Der.Integer(0x2A)), Field = "version" });
    }

    // The certificate has no fault, so that nothing but the error says where to look.
    [TestCaseSource(nameof(ErrorsWithField))]
    public void Each_error_has_its_field_or_none(CertificateFormatError error, string? field) =>
        (CertificateFormatErrorLocation.Find(error, Certificate)?.Field).Should().Be(field);

    [Test]
    public void Errors_without_a_place_have_none([Values] CertificateFormatError error)
    {
        CertificateFormatErrorLocation? location = CertificateFormatErrorLocation.Find(error, Certificate.AsSpan(..^1));

        bool isOfEncoding = error is CertificateFormatError.MalformedDer or CertificateFormatError.MalformedPkcs7;
        (location is { Field: null, DerOffset: int offset } && offset == Certificate.Length - 1).Should().Be(isOfEncoding);
    }

    [Test]
    public void Where_a_field_is_no_DER_the_octet_inside_is_named()
    {
        byte[] good = Der.Utf8String("before");
        byte[] der = new CertificateParts { Extensions = Der.Explicit(3, Der.Sequence(good, Broken)) }.Encode();

        CertificateFormatErrorLocation? location = CertificateFormatErrorLocation.Find(CertificateFormatError.MalformedExtension, der);

        location.Should().BeEquivalentTo(new { DerOffset = der.AsSpan().IndexOf(Broken), Field = Extensions });
    }

    [Test]
    public void A_field_whose_element_is_none_is_named_where_it_begins()
    {
        byte[] der = new CertificateParts { SubjectPublicKeyInfo = [0x30, 0x7F] }.Encode();

        CertificateFormatErrorLocation? location = CertificateFormatErrorLocation.Find(der.ReadCertificateError(), der);

        location.Should().BeEquivalentTo(new { DerOffset = der.AsSpan().IndexOf([(byte)0x30, (byte)0x7F]), Field = PublicKey });
    }

    [TestCase("81 7F", "issuerUniqueID")]
    [TestCase("82 7F", "subjectUniqueID")]
    [TestCase("A3 7F", Extensions)]
    public void A_field_that_cannot_be_passed_is_named_instead_of_one_behind_it(string octets, string field)
    {
        byte[] element = Convert.FromHexString(octets.Replace(" ", ""));
        byte[] der = new CertificateParts { UniqueIdentifiers = element }.Encode();

        CertificateFormatErrorLocation? location = CertificateFormatErrorLocation.Find(CertificateFormatError.MalformedExtension, der);

        location.Should().BeEquivalentTo(new { DerOffset = der.AsSpan().IndexOf(element), Field = field });
    }

    [TestCase("0400")]
    [TestCase("3000")]
    [TestCase("30020400")]
    [TestCase("")]
    public void What_has_no_fields_has_no_field_that_is_wrong(string octets)
    {
        byte[] contents = Convert.FromHexString(octets);

        CertificateFormatErrorLocation.Find(CertificateFormatError.InvalidSerialNumber, contents).Should().BeNull();
        CertificateFormatErrorLocation.Find(CertificateFormatError.InvalidSignatureAlgorithm, contents).Should().BeNull();
    }

    [Test]
    public void A_certificate_that_is_cut_off_is_wrong_at_its_end()
    {
        for (int length = 4; length < Certificate.Length; length++)
        {
            byte[] rest = Certificate[..length];

            CertificateFormatErrorLocation.Find(rest.ReadCertificateError(), rest)
                .Should().BeEquivalentTo(new { TextOffset = (int?)null, DerOffset = length, Field = (string?)null });
        }
    }

    [TestCase("", null)]
    [TestCase("30", 0)]
    [TestCase("3082", 0)]
    [TestCase("3003020105", null)]
    [TestCase("3004020105", 5)]
    [TestCase("308180020105", 6, TestName = "The_first_octet_that_is_no_DER_is_named: a long length")]
    [TestCase("3080020105", 0, TestName = "The_first_octet_that_is_no_DER_is_named: an indefinite length")]
    [TestCase("308103020105", 0, TestName = "The_first_octet_that_is_no_DER_is_named: a length that is not minimal")]
    [TestCase("3084FFFFFFFF020105", 0, TestName = "The_first_octet_that_is_no_DER_is_named: a length beyond 31 bits")]
    [TestCase("3088FFFFFFFFFFFFFFFF020105", 0, TestName = "The_first_octet_that_is_no_DER_is_named: a length beyond 32 bits")]
    [TestCase("0409020105", 0, TestName = "The_first_octet_that_is_no_DER_is_named: no SEQUENCE, and too long")]
    [TestCase("000000", 0, TestName = "The_first_octet_that_is_no_DER_is_named: the tag that is reserved")]
    [TestCase("30030201050209", 5, TestName = "The_first_octet_that_is_no_DER_is_named: a second element that is none")]
    [TestCase("3003020105020105", null, TestName = "The_first_octet_that_is_no_DER_is_named: a second element")]
    [TestCase("30050201050209", 5, TestName = "The_first_octet_that_is_no_DER_is_named: an element inside")]
    [TestCase("300A020105A0050201050209", 10, TestName = "The_first_octet_that_is_no_DER_is_named: an element further inside")]
    [TestCase("300A02010524050201050209", 5, TestName = "The_first_octet_that_is_no_DER_is_named: a string in parts, as only BER has it")]
    [TestCase("300704050201050209", null, TestName = "The_first_octet_that_is_no_DER_is_named: what an OCTET STRING holds may be anything")]
    public void The_first_octet_that_is_no_DER_is_named(string octets, int? offset)
    {
        byte[] contents = Convert.FromHexString(octets);

        foreach (CertificateFormatError error in new[] { CertificateFormatError.MalformedDer, CertificateFormatError.MalformedPkcs7 })
        {
            CertificateFormatErrorLocation? location = CertificateFormatErrorLocation.Find(error, contents);

            (location?.DerOffset).Should().Be(offset);
            (location?.TextOffset).Should().BeNull();
            (location?.Field).Should().BeNull();
        }
    }

    [TestCase("0500")]
    [TestCase("00")]
    [TestCase("300305")]
    public void Further_octets_begin_behind_the_first_element(string octets)
    {
        byte[] der = [.. Certificate, .. Convert.FromHexString(octets)];

        CertificateFormatErrorLocation.Find(der.ReadCertificateError(), der)
            .Should().BeEquivalentTo(new { TextOffset = (int?)null, DerOffset = Certificate.Length, Field = (string?)null });
    }

    [Test]
    public void Where_there_is_no_first_element_nothing_is_behind_it() =>
        CertificateFormatErrorLocation.Find(CertificateFormatError.TrailingData, [0x30, 0x03, 0x05]).Should().BeNull();

    [TestCase(32, null)]
    [TestCase(33, 64)]
    public void What_is_nested_deeper_than_any_certificate_is_wrong_there(int depth, int? offset) =>
        (CertificateFormatErrorLocation.Find(CertificateFormatError.MalformedDer, Nest(depth))?.DerOffset).Should().Be(offset);

    [TestCase(32, 0)]
    [TestCase(33, 64)]
    public void So_is_what_is_nested_in_a_field(int depth, int offset)
    {
        byte[] validity = Nest(depth);
        byte[] der = new CertificateParts { Validity = validity }.Encode();

        (CertificateFormatErrorLocation.Find(CertificateFormatError.MalformedValidity, der)?.DerOffset)
            .Should().Be(der.AsSpan().IndexOf(validity) + offset);
    }

    [Test]
    public void Nesting_without_end_is_looked_at_in_little_time_and_on_little_stack()
    {
        byte[] nested = Nest(300_000);
        nested.Length.Should().BeGreaterThan(1024 * 1024);
        byte[] inFields = new CertificateParts { Validity = nested, Issuer = nested, Extensions = nested }.Encode();

        FluentActions.Invoking(() =>
        {
            foreach (CertificateFormatError error in Enum.GetValues<CertificateFormatError>())
            {
                CertificateFormatErrorLocation.Find(error, nested);
                CertificateFormatErrorLocation.Find(error, nested.AsSpan(0, nested.Length - 1));
                CertificateFormatErrorLocation.Find(error, inFields);
            }
        }).ExecutionTime().Should().BeLessThan(TimeSpan.FromSeconds(20));
    }

    [Test]
    public void Many_elements_are_looked_at_in_little_time()
    {
        byte[] many = Der.Sequence(Der.Sequence(new byte[4 * 1024 * 1024].Select(static (_, i) => (byte)(i % 2 == 0 ? 5 : 0)).ToArray()));

        FluentActions.Invoking(() => { CertificateFormatErrorLocation.Find(CertificateFormatError.MalformedDer, many); })
            .ExecutionTime().Should().BeLessThan(TimeSpan.FromSeconds(20));
    }

    // From the inside, without a copy for each level.
    private static byte[] Nest(int depth)
    {
        List<byte> reversed = [];
        for (int level = 0; level < depth; level++)
        {
            int length = reversed.Count;
            if (length < 0x80)
            {
                reversed.Add((byte)length);
            }
            else
            {
                int count = 0;
                for (; length > 0; length >>= 8, count++)
                {
                    reversed.Add((byte)length);
                }

                reversed.Add((byte)(0x80 | count));
            }

            reversed.Add(0x30);
        }

        reversed.Reverse();
        return [.. reversed];
    }
}
