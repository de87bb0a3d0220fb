using System.Security.Cryptography.X509Certificates;
using MtlsAuth.Certificates;
using MtlsAuth.Testing;

namespace MtlsAuth.Tests.Certificates;

public sealed class ClientCertificateExtensionTests
{
    private const string KeyUsage = "2.5.29.15";
    private const string SubjectAlternativeName = "2.5.29.17";
    private const string BasicConstraints = "2.5.29.19";
    private const string ExtendedKeyUsage = "2.5.29.37";

    [TestCase("A300", TestName = "{m}(empty)")]
    [TestCase("A3023000", TestName = "{m}(no extension)")]
    [TestCase("A3023100", TestName = "{m}(SET)")]
    [TestCase("A304 30000500", TestName = "{m}(something behind)")]
    [TestCase("A304 30020500", TestName = "{m}(no SEQUENCE inside)")]
    [TestCase("A304 30023000", TestName = "{m}(empty extension)")]
    [TestCase("A307 3005 3003 06012A", TestName = "{m}(no value)")]
    [TestCase("A309 3007 3005 0601800400", TestName = "{m}(bad identifier)")]
    [TestCase("A30C 300A 3008 06012A 010101 0400", TestName = "{m}(bad BOOLEAN)")]
    [TestCase("A309 3007 3005 06012A 0500", TestName = "{m}(value is no OCTET STRING)")]
    [TestCase("A30B 3009 3007 06012A 0400 0500", TestName = "{m}(something behind the value)")]
    [TestCase("A30C 300A 3008 06012A 0400 0101FF", TestName = "{m}(wrong order)")]
    public void TryParseDer_refuses_malformed_extensions(string encoded) =>
        new CertificateParts { Extensions = Convert.FromHexString(encoded.Replace(" ", "", StringComparison.Ordinal)) }
            .ReadCertificateError().Should().Be(CertificateFormatError.MalformedExtension);

    [TestCase("830205 00")]
    [TestCase("A380 3000")]
    public void TryParseDer_refuses_a_field_that_is_no_extensions(string encoded) =>
        new CertificateParts { Extensions = Convert.FromHexString(encoded.Replace(" ", "", StringComparison.Ordinal)) }
            .ReadCertificateError().Should().Be(CertificateFormatError.MalformedDer);

    [TestCase(KeyUsage, "03020780")]
    [TestCase(BasicConstraints, "3000")]
    [TestCase(ExtendedKeyUsage, "300406022A03")]
    [TestCase(SubjectAlternativeName, "3003820161")]
    [TestCase("1.2.3", "00")]
    public void TryParseDer_refuses_an_extension_that_occurs_twice(string oid, string value)
    {
        byte[] extension = CertificateParts.Extension(oid, Convert.FromHexString(value));

        new CertificateParts().WithExtensions(extension, CertificateParts.Extension("1.2.4", []), extension).ReadCertificateError()
            .Should().Be(CertificateFormatError.DuplicateExtension);
    }

    [TestCase(64, CertificateFormatError.None)]
    [TestCase(65, CertificateFormatError.TooManyExtensions)]
    public void TryParseDer_bounds_the_number_of_extensions(int count, CertificateFormatError expected) =>
        new CertificateParts()
            .WithExtensions([.. Enumerable.Range(1, count).Select(i => CertificateParts.Extension($"1.2.3.{i}", []))])
            .ReadCertificateError().Should().Be(expected);

    [Test]
    public void HasUnknownCriticalExtension_looks_at_extensions_that_are_not_read()
    {
        bool Has(string oid, string value, byte[]? critical) =>
            Read(CertificateParts.Extension(oid, Convert.FromHexString(value), critical)).HasUnknownCriticalExtension;

        Has("1.2.3", "", Der.True).Should().BeTrue();
        Has("1.2.3", "", null).Should().BeFalse();
        Has("1.2.3", "", Der.False).Should().BeFalse("certification authorities write the default, whose meaning is plain");
        Has(KeyUsage, "03020780", Der.True).Should().BeFalse();
        Has(BasicConstraints, "3000", Der.True).Should().BeFalse();
        Has(ExtendedKeyUsage, "300406022A03", Der.True).Should().BeFalse();
        Has(SubjectAlternativeName, "3003820161", Der.True).Should().BeFalse();
    }

    [Test]
    public void HasUnknownCriticalExtension_remembers_the_first_of_several() =>
        Read(CertificateParts.Extension("1.2.3", [], Der.True), CertificateParts.Extension("1.2.4", []))
            .HasUnknownCriticalExtension.Should().BeTrue();

    [TestCase("03020780", X509KeyUsageFlags.DigitalSignature)]
    [TestCase("03020640", X509KeyUsageFlags.NonRepudiation)]
    [TestCase("03020520", X509KeyUsageFlags.KeyEncipherment)]
    [TestCase("03020308", X509KeyUsageFlags.KeyAgreement)]
    [TestCase("03020204", X509KeyUsageFlags.KeyCertSign)]
    [TestCase("03020102", X509KeyUsageFlags.CrlSign)]
    [TestCase("0303078800", X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyAgreement)]
    [TestCase("0303070880", X509KeyUsageFlags.KeyAgreement | X509KeyUsageFlags.DecipherOnly)]
    [TestCase("030100", X509KeyUsageFlags.None)]
    public void KeyUsage_is_read_as_the_platform_reads_it(string value, X509KeyUsageFlags expected)
    {
        byte[] octets = Convert.FromHexString(value);

        Read(CertificateParts.Extension(KeyUsage, octets)).KeyUsage.Should().Be(expected);
        new X509KeyUsageExtension(new System.Security.Cryptography.AsnEncodedData(octets), false).KeyUsages.Should().Be(expected);
    }

    [TestCase(KeyUsage, "", TestName = "{m}(key usage, empty)")]
    [TestCase(KeyUsage, "0300", TestName = "{m}(key usage, no octet)")]
    [TestCase(KeyUsage, "03020880", TestName = "{m}(key usage, eight unused bits)")]
    [TestCase(KeyUsage, "030207C0", TestName = "{m}(key usage, unused bit set)")]
    [TestCase(KeyUsage, "030400000080", TestName = "{m}(key usage, three octets)")]
    [TestCase(KeyUsage, "030207800500", TestName = "{m}(key usage, something behind)")]
    [TestCase(KeyUsage, "04020780", TestName = "{m}(key usage, OCTET STRING)")]
    [TestCase(BasicConstraints, "", TestName = "{m}(basic constraints, empty)")]
    [TestCase(BasicConstraints, "3100", TestName = "{m}(basic constraints, SET)")]
    [TestCase(BasicConstraints, "30000500", TestName = "{m}(basic constraints, something behind)")]
    [TestCase(BasicConstraints, "3003010101", TestName = "{m}(basic constraints, bad BOOLEAN)")]
    [TestCase(BasicConstraints, "30020500", TestName = "{m}(basic constraints, NULL inside)")]
    [TestCase(BasicConstraints, "30060101FF0201FF", TestName = "{m}(basic constraints, negative path length)")]
    [TestCase(BasicConstraints, "30070101FF02020100", TestName = "{m}(basic constraints, path length 256)")]
    [TestCase(BasicConstraints, "30080101FF0201000500", TestName = "{m}(basic constraints, third field)")]
    [TestCase(BasicConstraints, "30060201000101FF", TestName = "{m}(basic constraints, wrong order)")]
    [TestCase(ExtendedKeyUsage, "", TestName = "{m}(extended key usage, empty)")]
    [TestCase(ExtendedKeyUsage, "3000", TestName = "{m}(extended key usage, no purpose)")]
    [TestCase(ExtendedKeyUsage, "310406022A03", TestName = "{m}(extended key usage, SET)")]
    [TestCase(ExtendedKeyUsage, "300406022A030500", TestName = "{m}(extended key usage, something behind)")]
    [TestCase(ExtendedKeyUsage, "300406022A83", TestName = "{m}(extended key usage, purpose unfinished)")]
    [TestCase(ExtendedKeyUsage, "30030C0161", TestName = "{m}(extended key usage, text)")]
    [TestCase(ExtendedKeyUsage, "30180616 2AFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF7F", TestName = "{m}(extended key usage, endless arc)")]
    public void TryParseDer_refuses_malformed_values(string oid, string value) =>
        new CertificateParts()
            .WithExtensions(CertificateParts.Extension(oid, Convert.FromHexString(value.Replace(" ", "", StringComparison.Ordinal))))
            .ReadCertificateError().Should().Be(CertificateFormatError.MalformedExtension);

    [TestCase("3000", false, null)]
    [TestCase("3003010100", false, null)]
    [TestCase("30030101FF", true, null)]
    [TestCase("30060101FF020100", true, 0)]
    [TestCase("30060101FF02017F", true, 127)]
    [TestCase("30070101FF020200FF", true, 255)]
    [TestCase("3003020103", false, 3)]
    public void IsCertificateAuthority_and_PathLengthConstraint_are_the_basic_constraints(string value, bool authority, int? pathLength)
    {
        ClientCertificate certificate = Read(CertificateParts.Extension(BasicConstraints, Convert.FromHexString(value)));

        certificate.IsCertificateAuthority.Should().Be(authority);
        certificate.PathLengthConstraint.Should().Be(pathLength);
    }

    [TestCase(true, "1.3.6.1.5.5.7.3.2")]
    [TestCase(true, "1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2")]
    [TestCase(true, "1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.1")]
    [TestCase(true, "2.5.29.37.0")]
    [TestCase(false, "1.3.6.1.5.5.7.3.1")]
    [TestCase(false, "2.25.329800735698586629295641978511506172918")]
    public void AllowsClientAuthentication_looks_for_clientAuth_among_the_purposes(bool expected, params string[] purposes)
    {
        ClientCertificate certificate = Read(
            CertificateParts.Extension(ExtendedKeyUsage, Der.Sequence([.. purposes.Select(Der.ObjectIdentifier)])));

        certificate.AllowsClientAuthentication.Should().Be(expected);
        certificate.ExtendedKeyUsages.Should().Equal(purposes);
    }

    [Test]
    public void A_certificate_without_extensions_restricts_nothing()
    {
        ClientCertificate certificate = new CertificateParts { Version = [] }.ReadCertificate();

        certificate.KeyUsage.Should().BeNull();
        certificate.ExtendedKeyUsages.Should().BeEmpty();
        certificate.SubjectAlternativeNames.Should().BeEmpty();
        certificate.AllowsClientAuthentication.Should().BeTrue();
        certificate.IsCertificateAuthority.Should().BeFalse();
        certificate.PathLengthConstraint.Should().BeNull();
        certificate.HasUnknownCriticalExtension.Should().BeFalse();
    }

    [Test]
    public void SubjectAlternativeNames_are_all_kinds_in_their_order()
    {
        byte[] value = Der.Sequence(
            Der.Explicit(0, Der.ObjectIdentifier("1.2.3")),
            Der.Implicit(1, "a@b"u8),
            Der.Implicit(2, "*.example.com"u8),
            Der.Explicit(3, Der.Null),
            Der.Explicit(4, Der.CommonName("x")),
            Der.Explicit(5, Der.Null),
            Der.Implicit(6, "urn:x"u8),
            Der.Implicit(7, 192, 0, 2, 1),
            Der.Implicit(7, 0x20, 0x01, 0x0D, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1),
            Der.Implicit(8, 0x2A, 0x03));

        ClientCertificate certificate = Read(CertificateParts.Extension(SubjectAlternativeName, value));

        certificate.SubjectAlternativeNames.Select(name => name.ToString()).Should().Equal(
            "OtherName:06022A03",
            "Email:a@b",
            "Dns:*.example.com",
            "X400Address:0500",
            $"DirectoryName:{Convert.ToHexString(Der.CommonName("x"))}",
            "EdiPartyName:0500",
            "Uri:urn:x",
            "IPAddress:192.0.2.1",
            "IPAddress:2001:db8::1",
            "RegisteredId:2A03");
        certificate.SubjectAlternativeNames[7].Contents.ToArray().Should().Equal(192, 0, 2, 1);
        certificate.SubjectAlternativeNames[9].Text.Should().BeNull();
    }

    [TestCase("", TestName = "{m}(nothing)")]
    [TestCase("3000", TestName = "{m}(no name)")]
    [TestCase("3103 820161", TestName = "{m}(SET)")]
    [TestCase("3003 820161 0500", TestName = "{m}(something behind)")]
    [TestCase("3004 82016105", TestName = "{m}(cut off)")]
    [TestCase("3002 8200", TestName = "{m}(DNS, empty)")]
    [TestCase("3005 8203610062", TestName = "{m}(DNS, NUL)")]
    [TestCase("3005 820361 0A62", TestName = "{m}(DNS, line end)")]
    [TestCase("3003 82017F", TestName = "{m}(DNS, DEL)")]
    [TestCase("3003 8201E4", TestName = "{m}(DNS, Latin-1)")]
    [TestCase("3005 A203 160161", TestName = "{m}(DNS, constructed)")]
    [TestCase("3004 8102C3A4", TestName = "{m}(e-mail, UTF-8)")]
    [TestCase("3002 8100", TestName = "{m}(e-mail, empty)")]
    [TestCase("3003 860100", TestName = "{m}(URI, NUL)")]
    [TestCase("3002 8600", TestName = "{m}(URI, empty)")]
    [TestCase("3002 8700", TestName = "{m}(IP, empty)")]
    [TestCase("3005 8703C00002", TestName = "{m}(IP, three octets)")]
    [TestCase("300A 8708C0000201FFFFFFFF", TestName = "{m}(IP, with a mask)")]
    [TestCase("3006 A704C0000201", TestName = "{m}(IP, constructed)")]
    [TestCase("3002 8800", TestName = "{m}(registered identifier, empty)")]
    [TestCase("3003 A8012A", TestName = "{m}(registered identifier, constructed)")]
    [TestCase("3002 A000", TestName = "{m}(other name, empty)")]
    [TestCase("3003 800161", TestName = "{m}(other name, primitive)")]
    [TestCase("3003 840161", TestName = "{m}(directory name, primitive)")]
    [TestCase("3003 890161", TestName = "{m}(unknown tag 9)")]
    [TestCase("3003 020161", TestName = "{m}(universal tag)")]
    [TestCase("3003 420161", TestName = "{m}(application tag)")]
    [TestCase("3006 820161 890161", TestName = "{m}(second of two)")]
    public void TryParseDer_refuses_malformed_alternative_names(string value) =>
        new CertificateParts()
            .WithExtensions(CertificateParts.Extension(
                SubjectAlternativeName, Convert.FromHexString(value.Replace(" ", "", StringComparison.Ordinal))))
            .ReadCertificateError().Should().Be(CertificateFormatError.MalformedSubjectAlternativeName);

    private static ClientCertificate Read(params byte[][] extensions) =>
        new CertificateParts().WithExtensions(extensions).ReadCertificate();
}
