using MtlsAuth.Certificates;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.Certificates;

public sealed class ClientCertificateDerTests
{
    private static readonly CertificateParts Valid = new();

    [Test]
    public void TryParseDer_reads_a_valid_certificate() => Valid.ReadCertificateError().Should().Be(CertificateFormatError.None);

    [Test]
    public void TryParseDer_refuses_nothing() => Array.Empty<byte>().ReadCertificateError().Should().Be(CertificateFormatError.Empty);

    [Test]
    public void TryParseDer_refuses_more_than_the_limit()
    {
        byte[] der = Valid.Encode();

        ClientCertificate.TryParseDer(der, out _, out _, maximumLength: der.Length).Should().BeTrue();
        ClientCertificate.TryParseDer(der, out ClientCertificate? copied, out CertificateFormatError error, der.Length - 1)
            .Should().BeFalse();
        ClientCertificate.TryParseDerInPlace(der, out ClientCertificate? inPlace, out CertificateFormatError same, der.Length - 1)
            .Should().BeFalse();

        copied.Should().BeNull();
        inPlace.Should().BeNull();
        error.Should().Be(CertificateFormatError.TooLarge);
        same.Should().Be(CertificateFormatError.TooLarge);
    }

    [Test]
    public void TryParseDer_has_a_limit_of_64_KiB_by_default()
    {
        CertificateParts With(int padding) => Valid.WithExtensions(CertificateParts.Extension("1.2.3", new byte[padding]));
        int overhead = With(60_000).Encode().Length - 60_000;

        With(ClientCertificate.DefaultMaximumLength - overhead).ReadCertificateError().Should().Be(CertificateFormatError.None);
        With(ClientCertificate.DefaultMaximumLength - overhead + 1).ReadCertificateError().Should().Be(CertificateFormatError.TooLarge);
    }

    [Test]
    public void TryParseDer_copies_and_TryParseDerInPlace_does_not()
    {
        byte[] der = Valid.Encode();
        ClientCertificate copied = der.ReadCertificate();
        ClientCertificate.TryParseDerInPlace(der, out ClientCertificate? inPlace, out _).Should().BeTrue();

        copied.RawData.Span.Overlaps(der).Should().BeFalse();
        inPlace!.RawData.Equals((ReadOnlyMemory<byte>)der).Should().BeTrue();
        copied.RawData.ToArray().Should().Equal(der);
    }

    [Test]
    public void TryParseDer_refuses_trailing_octets() =>
        Der.Concatenate(Valid.Encode(), [0]).ReadCertificateError().Should().Be(CertificateFormatError.TrailingData);

    [TestCaseSource(nameof(MalformedOutside))]
    public void TryParseDer_refuses_what_is_no_certificate(byte[] der) =>
        der.ReadCertificateError().Should().Be(CertificateFormatError.MalformedDer);

    [Test]
    public void TryParseDer_refuses_every_truncation()
    {
        byte[] der = Valid.Encode();

        for (int length = 1; length < der.Length; length++)
        {
            der[..length].ReadCertificateError().Should().Be(CertificateFormatError.MalformedDer);
        }
    }

    [Test]
    public void TryParseDer_refuses_fields_behind_the_last() =>
        (Valid with { AfterSignature = Der.Null }).ReadCertificateError().Should().Be(CertificateFormatError.MalformedDer);

    [Test]
    public void TryParseDer_refuses_fields_behind_the_last_of_what_is_signed()
    {
        CertificateParts with = Valid.WithExtensions(CertificateParts.Extension("1.2.3", []));

        (Valid with { AfterTbsCertificate = Der.Null }).ReadCertificateError().Should().Be(CertificateFormatError.MalformedDer);
        (with with { AfterTbsCertificate = Der.Null }).ReadCertificateError().Should().Be(CertificateFormatError.MalformedDer);
        (with with { AfterTbsCertificate = with.Extensions }).ReadCertificateError().Should().Be(CertificateFormatError.MalformedDer);
    }

    [TestCase("", 1)]
    [TestCase("A003020101", 2)]
    [TestCase("A003020102", 3)]
    public void Version_is_one_more_than_what_is_written(string encoded, int version) =>
        (Valid with { Version = Convert.FromHexString(encoded) }).ReadCertificate().Version.Should().Be(version);

    [TestCase("A003020100", TestName = "{m}(version 1, which DER leaves out)")]
    [TestCase("A003020103", TestName = "{m}(version 4)")]
    [TestCase("A0030201FF", TestName = "{m}(negative)")]
    [TestCase("A00402020001", TestName = "{m}(not minimal)")]
    [TestCase("A00402020100", TestName = "{m}(256)")]
    [TestCase("A000", TestName = "{m}(empty)")]
    [TestCase("A0030A0102", TestName = "{m}(ENUMERATED)")]
    [TestCase("A006020102020102", TestName = "{m}(twice)")]
    [TestCase("A080020102", TestName = "{m}(length indefinite)")]
    public void TryParseDer_refuses_other_versions(string encoded) =>
        (Valid with { Version = Convert.FromHexString(encoded) }).ReadCertificateError().Should().Be(CertificateFormatError.InvalidVersion);

    [TestCase("", false)]
    [TestCase("A003020101", true)]
    [TestCase("A003020102", true)]
    public void TryParseDer_reads_unique_identifiers_from_version_2_on(string version, bool expected)
    {
        foreach (byte[] identifiers in new byte[][]
        {
            Der.Implicit(1, 0x00, 0x2A), Der.Implicit(2, 0x00), Der.Implicit(1, 0x07, 0x80),
            Der.Concatenate(Der.Implicit(1, 0x00, 0x2A), Der.Implicit(2, 0x00, 0x2A)),
        })
        {
            (Valid with { Version = Convert.FromHexString(version), UniqueIdentifiers = identifiers }).ReadCertificateError()
                .Should().Be(expected ? CertificateFormatError.None : CertificateFormatError.InvalidVersion);
        }
    }

    [TestCase("8100", TestName = "{m}(empty)")]
    [TestCase("82020800", TestName = "{m}(eight unused bits)")]
    [TestCase("81020101", TestName = "{m}(an unused bit that is set)")]
    [TestCase("810101", TestName = "{m}(unused bits of nothing)")]
    [TestCase("8280002A", TestName = "{m}(length indefinite)")]
    [TestCase("A10403020000", TestName = "{m}(constructed)")]
    [TestCase("82020000 81020000", TestName = "{m}(wrong order)")]
    [TestCase("81020000 81020000", TestName = "{m}(twice)")]
    public void TryParseDer_refuses_malformed_unique_identifiers(string encoded) =>
        (Valid with { UniqueIdentifiers = Convert.FromHexString(encoded.Replace(" ", "", StringComparison.Ordinal)) })
            .ReadCertificateError().Should().Be(CertificateFormatError.MalformedDer);

    [Test]
    public void TryParseDer_says_that_a_unique_identifier_is_malformed_before_it_asks_for_the_version() =>
        (Valid with { Version = [], UniqueIdentifiers = Der.Implicit(1) }).ReadCertificateError()
            .Should().Be(CertificateFormatError.MalformedDer);

    [TestCase("")]
    [TestCase("A003020101")]
    public void TryParseDer_refuses_extensions_before_version_3(string version) =>
        (Valid.WithExtensions(CertificateParts.Extension("1.2.3", [])) with { Version = Convert.FromHexString(version) })
            .ReadCertificateError().Should().Be(CertificateFormatError.InvalidVersion);

    [TestCase("0200", TestName = "{m}(empty)")]
    [TestCase("02020001", TestName = "{m}(not minimal)")]
    [TestCase("0A0101", TestName = "{m}(ENUMERATED)")]
    [TestCase("", TestName = "{m}(absent)")]
    public void TryParseDer_refuses_malformed_serial_numbers(string encoded) =>
        (Valid with { SerialNumber = Convert.FromHexString(encoded) }).ReadCertificateError()
            .Should().Be(CertificateFormatError.InvalidSerialNumber);

    [TestCase("00")]
    [TestCase("FF")]
    [TestCase("00FF")]
    [TestCase("0102030405060708090A0B0C0D0E0F101112131415161718")]
    public void SerialNumber_is_whatever_integer_stands_there(string contents) =>
        (Valid with { SerialNumber = Der.Integer(Convert.FromHexString(contents)) }).ReadCertificate().SerialNumber.ToArray()
            .Should().Equal(Convert.FromHexString(contents));

    [Test]
    public void TryParseDer_refuses_malformed_or_different_signature_algorithms()
    {
        byte[] other = Der.Algorithm("1.2.840.10045.4.3.3");
        byte[] withNull = Der.Algorithm("1.2.840.10045.4.3.2", Der.Null);

        foreach (CertificateParts parts in new[]
        {
            Valid with { InnerSignatureAlgorithm = other },
            Valid with { OuterSignatureAlgorithm = other },
            Valid with { OuterSignatureAlgorithm = withNull },
            Valid with { InnerSignatureAlgorithm = Der.Sequence(), OuterSignatureAlgorithm = Der.Sequence() },
            Valid with { InnerSignatureAlgorithm = Der.Null },
            Valid with { OuterSignatureAlgorithm = [] },
            WithParameters(0x00, 0x00),
            WithParameters(0x24, 0x02, 0x04, 0x00),
        })
        {
            parts.ReadCertificateError().Should().Be(CertificateFormatError.InvalidSignatureAlgorithm);
        }

        static CertificateParts WithParameters(params byte[] parameters)
        {
            byte[] algorithm = Der.Algorithm("1.2.840.10045.4.3.2", parameters);
            return Valid with { InnerSignatureAlgorithm = algorithm, OuterSignatureAlgorithm = algorithm };
        }
    }

    [Test]
    public void TryParseDer_refuses_a_signature_that_is_no_BIT_STRING_of_octets()
    {
        foreach (byte[] signature in new byte[][] { [], Der.OctetString(1), Der.BitString([0x80], 7), Der.Element(0x03) })
        {
            (Valid with { Signature = signature }).ReadCertificateError().Should().Be(CertificateFormatError.MalformedDer);
        }
    }

    [Test]
    public void SignatureValue_may_be_empty() =>
        (Valid with { Signature = Der.BitString([]) }).ReadCertificate().SignatureValue.IsEmpty.Should().BeTrue();

    [TestCase("0500", TestName = "{m}(no SEQUENCE)")]
    [TestCase("30023000", TestName = "{m}(SEQUENCE for SET)")]
    [TestCase("30023100", TestName = "{m}(empty SET)")]
    [TestCase("300431020500", TestName = "{m}(no attribute)")]
    [TestCase("300431023000", TestName = "{m}(empty attribute)")]
    [TestCase("30093107300506035504 03", TestName = "{m}(no value)")]
    [TestCase("300B3109300706035504830C00", TestName = "{m}(type unfinished)")]
    [TestCase("300D310B300906035504030C000500", TestName = "{m}(two values)")]
    [TestCase("300A3108300606035504030C", TestName = "{m}(value cut off)")]
    [TestCase("300E310C300A06035504032C030C0161", TestName = "{m}(constructed UTF8String)")]
    [TestCase("300E310C300A060355040333031301 61", TestName = "{m}(constructed PrintableString)")]
    [TestCase("300E310C300A06035504033603160161", TestName = "{m}(constructed IA5String)")]
    [TestCase("300B3109300706035504030000", TestName = "{m}(universal 0)")]
    [TestCase("300C310A30080603550403000161", TestName = "{m}(universal 0 with a value)")]
    [TestCase("300B3109300706035504031000", TestName = "{m}(primitive SEQUENCE)")]
    public void TryParseDer_refuses_malformed_names(string encoded)
    {
        byte[] name = Convert.FromHexString(encoded.Replace(" ", "", StringComparison.Ordinal));

        (Valid with { Issuer = name }).ReadCertificateError().Should().Be(CertificateFormatError.MalformedName);
        (Valid with { Subject = name }).ReadCertificateError().Should().Be(CertificateFormatError.MalformedName);
    }

    [Test]
    public void Subject_may_have_a_value_that_is_constructed_by_its_type()
    {
        byte[] postalAddress = Der.Sequence(Der.ObjectIdentifier("2.5.4.16"), Der.Sequence(Der.Utf8String("1 Street")));

        (Valid with { Subject = Der.Sequence(Der.Set(postalAddress)) }).ReadCertificateError().Should().Be(CertificateFormatError.None);
    }

    [Test]
    public void Subject_is_null_where_only_a_value_is_malformed()
    {
        byte[] name = Der.Sequence(Der.Set(Der.Sequence(Der.ObjectIdentifier("2.5.4.3"), Der.Element(0x0C, 0xFF))));

        ClientCertificate certificate = (Valid with { Subject = name }).ReadCertificate();

        certificate.Subject.Should().BeNull();
        certificate.SubjectRawData.ToArray().Should().Equal(name);
        certificate.Issuer!.ToString().Should().Be("CN=test");
    }

    [Test]
    public void Subject_may_be_empty()
    {
        ClientCertificate certificate = (Valid with { Subject = Der.Sequence() }).ReadCertificate();

        certificate.Subject!.IsEmpty.Should().BeTrue();
        certificate.IsSelfIssued.Should().BeFalse();
    }

    [Test]
    public void TryParseDer_refuses_a_validity_of_another_shape()
    {
        byte[] time = Der.UtcTime("240101000000Z");

        foreach (byte[] validity in new byte[][]
        {
            [],
            Der.Null,
            Der.Sequence(),
            Der.Sequence(time),
            Der.Sequence(time, time, time),
            Der.Set(time, time),
            Der.Sequence(time, Der.Null),
        })
        {
            (Valid with { Validity = validity }).ReadCertificateError().Should().Be(CertificateFormatError.MalformedValidity);
        }
    }

    private static IEnumerable<TestCaseData> MalformedOutside()
    {
        byte[] valid = Valid.Encode();
        byte[] toBeSigned = Valid.ReadCertificate().TbsCertificate.ToArray();
        yield return new TestCaseData(Der.Null).SetArgDisplayNames("NULL");
        yield return new TestCaseData(Der.Sequence()).SetArgDisplayNames("empty SEQUENCE");
        yield return new TestCaseData((byte[])[0x31, .. valid[1..]]).SetArgDisplayNames("SET");
        yield return new TestCaseData(Der.Sequence(Der.Set(toBeSigned))).SetArgDisplayNames("SET inside");
        yield return new TestCaseData((byte[])[0x30, 0x80, .. valid[4..], 0, 0]).SetArgDisplayNames("length indefinite");
        yield return new TestCaseData((byte[])[0x30, 0x83, 0, .. valid[2..]]).SetArgDisplayNames("length not minimal");
        yield return new TestCaseData((byte[])[0x30, 0x84, 0x7F, 0xFF, 0xFF, 0xFF, .. valid[4..]])
            .SetArgDisplayNames("length beyond the end");
        yield return new TestCaseData(
            Der.Sequence([0x30, 0x80, .. toBeSigned[4..], 0, 0], Valid.OuterSignatureAlgorithm, Valid.Signature))
            .SetArgDisplayNames("length indefinite inside");
    }
}
