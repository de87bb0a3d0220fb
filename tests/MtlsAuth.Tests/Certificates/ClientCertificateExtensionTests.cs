using System.Security.Cryptography.X509Certificates;
using MtlsAuth.Certificates;
using MtlsAuth.Tests.Authentication;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.Certificates;

public sealed class ClientCertificateExtensionTests
{
    private const string KeyUsage = "2.5.29.15";
    private const string SubjectAlternativeName = "2.5.29.17";
    private const string BasicConstraints = "2.5.29.19";
    private const string ExtendedKeyUsage = "2.5.29.37";

    [TestCase("A300", TestName = "{m}(empty)")]
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

    [Test]
    public void TryParseDer_reads_a_list_without_extensions() =>
        new CertificateParts { Extensions = Convert.FromHexString("A3023000") }.ReadCertificate().ExtendedKeyUsages.Should().BeEmpty();

    [TestCase("")]
    [TestCase("A003020101")]
    public void TryParseDer_refuses_a_list_without_extensions_before_version_3(string version) =>
        new CertificateParts { Version = Convert.FromHexString(version), Extensions = Convert.FromHexString("A3023000") }
            .ReadCertificateError().Should().Be(CertificateFormatError.InvalidVersion);

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

    [TestCase("1.2.3", "", true)]
    [TestCase("2.5.29.33", "3000", true, TestName = "{m}(policyMappings)")]
    [TestCase("2.5.29.46", "3000", true, TestName = "{m}(freshestCRL)")]
    [TestCase("1.3.6.1.5.5.7.1.3", "3000", true, TestName = "{m}(qcStatements)")]
    [TestCase(KeyUsage, "03020780", false)]
    [TestCase(SubjectAlternativeName, "3003820161", false)]
    [TestCase(BasicConstraints, "3000", false)]
    [TestCase("2.5.29.30", "3000", false, TestName = "{m}(nameConstraints)")]
    [TestCase("2.5.29.31", "3000", false, TestName = "{m}(cRLDistributionPoints)")]
    [TestCase("2.5.29.32", "3000", false, TestName = "{m}(certificatePolicies)")]
    [TestCase("2.5.29.36", "3000", false, TestName = "{m}(policyConstraints)")]
    [TestCase(ExtendedKeyUsage, "300406022A03", false)]
    [TestCase("2.5.29.54", "020100", false, TestName = "{m}(inhibitAnyPolicy)")]
    public void UnknownCriticalExtensions_are_those_that_nobody_acts_upon(string oid, string value, bool isUnknown)
    {
        IReadOnlyList<string> Unknown(byte[]? critical) =>
            Read(CertificateParts.Extension(oid, Convert.FromHexString(value), critical)).UnknownCriticalExtensions;

        Unknown(Der.True).Should().Equal(isUnknown ? [oid] : Array.Empty<string>());
        Unknown(critical: null).Should().BeEmpty();
        Unknown(Der.False).Should().BeEmpty("certification authorities write the default, whose meaning is plain");
    }

    [Test]
    public void UnknownCriticalExtensions_name_each_in_their_order() =>
        Read(
            CertificateParts.Extension("1.2.4", [], Der.True),
            CertificateParts.Extension("1.2.5", []),
            CertificateParts.Extension(BasicConstraints, Der.Sequence(), Der.True),
            CertificateParts.Extension("1.2.3", [], Der.True)).UnknownCriticalExtensions.Should().Equal("1.2.4", "1.2.3");

    [Test]
    public void TryGetExtension_gives_octets_and_criticality()
    {
        ClientCertificate certificate = Read(
            CertificateParts.Extension("1.2.3", [1, 2], Der.True),
            CertificateParts.Extension("1.2.3.4", []),
            CertificateParts.Extension(BasicConstraints, Der.Sequence(Der.True)));

        certificate.TryGetExtension("1.2.3", out ReadOnlyMemory<byte> first, out bool isCritical).Should().BeTrue();
        certificate.TryGetExtension("1.2.3.4", out ReadOnlyMemory<byte> second, out bool isSecondCritical).Should().BeTrue();
        certificate.TryGetExtension(BasicConstraints, out ReadOnlyMemory<byte> third, out _).Should().BeTrue();
        certificate.TryGetExtension("1.2", out ReadOnlyMemory<byte> none, out bool isNoneCritical).Should().BeFalse();

        first.ToArray().Should().Equal(1, 2);
        isCritical.Should().BeTrue();
        second.IsEmpty.Should().BeTrue();
        isSecondCritical.Should().BeFalse();
        third.ToArray().Should().Equal(Der.Sequence(Der.True));
        none.IsEmpty.Should().BeTrue();
        isNoneCritical.Should().BeFalse();
    }

    [Test]
    public void TryGetExtension_finds_by_octets_what_it_finds_by_text()
    {
        ClientCertificate certificate = Authenticating.Vector("san-all");

        bool isFound = certificate.TryGetExtension([0x55, 0x1D, 0x11], out ReadOnlyMemory<byte> byOctets, out bool isCritical);
        certificate.TryGetExtension("2.5.29.17", out ReadOnlyMemory<byte> byText, out bool isCriticalByText);

        isFound.Should().BeTrue();
        isCritical.Should().Be(isCriticalByText);
        byOctets.Equals(byText).Should().BeTrue();
        certificate.TryGetExtension([0x2A], out _, out _).Should().BeFalse();
        certificate.TryGetExtension(ReadOnlySpan<byte>.Empty, out _, out _).Should().BeFalse();
    }

    [Test]
    public void TryGetExtension_finds_nothing_where_there_are_no_extensions()
    {
        new CertificateParts().ReadCertificate().TryGetExtension("1.2.3", out _, out _).Should().BeFalse();
        Read().TryGetExtension("1.2.3", out _, out _).Should().BeFalse();
    }

    [TestCase("")]
    [TestCase("keyUsage")]
    [TestCase("1")]
    [TestCase("3.1")]
    [TestCase("1.2.")]
    public void TryGetExtension_throws_for_what_is_no_object_identifier(string oid)
    {
        Action find = () => Read().TryGetExtension(oid, out _, out _);
        Action findNothing = () => Read().TryGetExtension((string)null!, out _, out _);

        find.Should().Throw<ArgumentException>();
        findNothing.Should().Throw<ArgumentNullException>().WithParameterName(nameof(oid));
    }

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

    [TestCase("0303000001", X509KeyUsageFlags.None, TestName = "{m}(only a bit that is not defined)")]
    [TestCase("03030080FF", X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.DecipherOnly, TestName = "{m}(16 bits)")]
    [TestCase("03030680 40", X509KeyUsageFlags.DigitalSignature, TestName = "{m}(tenth bit)")]
    [TestCase("030400800080", X509KeyUsageFlags.DigitalSignature, TestName = "{m}(24 bits)")]
    [TestCase("0305000880FFFF", X509KeyUsageFlags.KeyAgreement | X509KeyUsageFlags.DecipherOnly, TestName = "{m}(32 bits)")]
    public void KeyUsage_is_the_bits_that_are_defined(string value, X509KeyUsageFlags expected) =>
        Read(CertificateParts.Extension(KeyUsage, Convert.FromHexString(value.Replace(" ", "", StringComparison.Ordinal)))).KeyUsage
            .Should().Be(expected);

    [TestCase(KeyUsage, "", TestName = "{m}(key usage, empty)")]
    [TestCase(KeyUsage, "0300", TestName = "{m}(key usage, no octet)")]
    [TestCase(KeyUsage, "03020880", TestName = "{m}(key usage, eight unused bits)")]
    [TestCase(KeyUsage, "030207C0", TestName = "{m}(key usage, unused bit set)")]
    [TestCase(KeyUsage, "030407000001", TestName = "{m}(key usage, unused bit set in the third octet)")]
    [TestCase(KeyUsage, "2304030200 80", TestName = "{m}(key usage, constructed)")]
    [TestCase(KeyUsage, "030207800500", TestName = "{m}(key usage, something behind)")]
    [TestCase(KeyUsage, "04020780", TestName = "{m}(key usage, OCTET STRING)")]
    [TestCase(BasicConstraints, "", TestName = "{m}(basic constraints, empty)")]
    [TestCase(BasicConstraints, "3100", TestName = "{m}(basic constraints, SET)")]
    [TestCase(BasicConstraints, "30000500", TestName = "{m}(basic constraints, something behind)")]
    [TestCase(BasicConstraints, "3003010101", TestName = "{m}(basic constraints, bad BOOLEAN)")]
    [TestCase(BasicConstraints, "30020500", TestName = "{m}(basic constraints, NULL inside)")]
    [TestCase(BasicConstraints, "30060101FF0201FF", TestName = "{m}(basic constraints, negative path length)")]
    [TestCase(BasicConstraints, "30080101FF0203FF0000", TestName = "{m}(basic constraints, large negative path length)")]
    [TestCase(BasicConstraints, "30070101FF02020001", TestName = "{m}(basic constraints, path length not minimal)")]
    [TestCase(BasicConstraints, "30050101FF0200", TestName = "{m}(basic constraints, path length without octets)")]
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
    [TestCase("30070101FF02020100", true, 256)]
    [TestCase("30090101FF02047FFFFFFF", true, int.MaxValue)]
    [TestCase("300A0101FF02050080000000", true, int.MaxValue)]
    [TestCase("300D0101FF02080100000000000000", true, int.MaxValue)]
    [TestCase("300E0101FF0209010000000000000001", true, int.MaxValue)]
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
    [TestCase(true, "1.3.6.1.5.5.7.3.2", "2.5.29.37.0")]
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
        certificate.UnknownCriticalExtensions.Should().BeEmpty();
        certificate.SubjectAlternativeNameError.Should().Be(CertificateFormatError.None);
    }

    private static ClientCertificate Read(params byte[][] extensions) =>
        new CertificateParts().WithExtensions(extensions).ReadCertificate();
}
