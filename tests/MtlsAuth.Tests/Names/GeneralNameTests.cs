using MtlsAuth.Certificates;
using MtlsAuth.Tests.Certificates;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.Names;

public sealed class GeneralNameTests
{
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

        ClientCertificate certificate = Read(value);

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
        certificate.SubjectAlternativeNames.Count.Should().Be(10);
        certificate.SubjectAlternativeNames.ElementAt(7).Contents.ToArray().Should().Equal(192, 0, 2, 1);
        certificate.SubjectAlternativeNames.ElementAt(9).Text.Should().BeNull();
        certificate.SubjectAlternativeNameError.Should().Be(CertificateFormatError.None);
    }

    [TestCase("3000", TestName = "{m}(no name)")]
    [TestCase("3002 8200", TestName = "{m}(DNS, empty)")]
    [TestCase("3005 8203610062", TestName = "{m}(DNS, NUL)")]
    [TestCase("3005 820361 0A62", TestName = "{m}(DNS, line end)")]
    [TestCase("3003 82017F", TestName = "{m}(DNS, DEL)")]
    [TestCase("3003 8201E4", TestName = "{m}(DNS, Latin-1)")]
    [TestCase("3004 8202C3A4", TestName = "{m}(DNS, UTF-8)")]
    [TestCase("3004 8102C3A4", TestName = "{m}(e-mail, UTF-8)")]
    [TestCase("3002 8100", TestName = "{m}(e-mail, empty)")]
    [TestCase("3003 860100", TestName = "{m}(URI, NUL)")]
    [TestCase("3004 8602C3A4", TestName = "{m}(URI, UTF-8)")]
    [TestCase("3002 8600", TestName = "{m}(URI, empty)")]
    [TestCase("3002 8700", TestName = "{m}(IP, empty)")]
    [TestCase("3005 8703C00002", TestName = "{m}(IP, three octets)")]
    [TestCase("300B 87093139322E302E322E31", TestName = "{m}(IP, as text)")]
    [TestCase("300A 8708C0000201FFFFFFFF", TestName = "{m}(IP, with a mask)")]
    [TestCase("3002 8800", TestName = "{m}(registered identifier, empty)")]
    [TestCase("3002 A000", TestName = "{m}(other name, empty)")]
    [TestCase("3003 890161", TestName = "{m}(unknown tag 9)")]
    [TestCase("3003 A90161", TestName = "{m}(unknown tag 9, constructed)")]
    [TestCase("3003 020161", TestName = "{m}(universal tag)")]
    [TestCase("3003 420161", TestName = "{m}(application tag)")]
    public void An_alternative_name_that_cannot_be_read_is_left_out_and_does_not_refuse_the_certificate(string value)
    {
        ClientCertificate certificate = Read(Convert.FromHexString(value.Replace(" ", "", StringComparison.Ordinal)));

        certificate.SubjectAlternativeNameError.Should().Be(CertificateFormatError.MalformedSubjectAlternativeName);
        certificate.SubjectAlternativeNames.Should().BeEmpty();
        certificate.SubjectAlternativeNames.Count.Should().Be(0);
        certificate.PublicKey.Should().NotBeNull();
    }

    [TestCase("3006 820161 890162", TestName = "{m}(second of two)")]
    [TestCase("3005 8200 820161", TestName = "{m}(first of two)")]
    [TestCase("300E 8703C00002 820161 8602C3A4 8700", TestName = "{m}(all but one)")]
    public void An_alternative_name_that_cannot_be_read_leaves_the_others_as_they_are(string value)
    {
        ClientCertificate certificate = Read(Convert.FromHexString(value.Replace(" ", "", StringComparison.Ordinal)));

        certificate.SubjectAlternativeNameError.Should().Be(CertificateFormatError.MalformedSubjectAlternativeName);
        certificate.SubjectAlternativeNames.Select(name => name.ToString()).Should().Equal("Dns:a");
        certificate.SubjectAlternativeNames.Count.Should().Be(1);
    }

    [TestCase("", TestName = "{m}(nothing)")]
    [TestCase("3103 820161", TestName = "{m}(SET)")]
    [TestCase("3003 820161 0500", TestName = "{m}(something behind)")]
    [TestCase("3004 82016105", TestName = "{m}(cut off)")]
    [TestCase("3004 8282 0161", TestName = "{m}(length beyond the end)")]
    [TestCase("3004 82810161", TestName = "{m}(length not minimal)")]
    [TestCase("3080 820161 0000", TestName = "{m}(length indefinite)")]
    [TestCase("3005 A203 160161", TestName = "{m}(DNS, constructed)")]
    [TestCase("3005 A103 160161", TestName = "{m}(e-mail, constructed)")]
    [TestCase("3005 A603 160161", TestName = "{m}(URI, constructed)")]
    [TestCase("3006 A704C0000201", TestName = "{m}(IP, constructed)")]
    [TestCase("3003 A8012A", TestName = "{m}(registered identifier, constructed)")]
    [TestCase("3003 800161", TestName = "{m}(other name, primitive)")]
    [TestCase("3003 830161", TestName = "{m}(X.400 address, primitive)")]
    [TestCase("3003 840161", TestName = "{m}(directory name, primitive)")]
    [TestCase("3003 850161", TestName = "{m}(EDI party name, primitive)")]
    [TestCase("3003 000161", TestName = "{m}(universal 0)")]
    [TestCase("3005 3603 160161", TestName = "{m}(constructed IA5String)")]
    [TestCase("3007 8200 A203 160161", TestName = "{m}(behind one that cannot be read)")]
    public void TryParseDer_refuses_alternative_names_that_cannot_be_walked(string value) =>
        With(Convert.FromHexString(value.Replace(" ", "", StringComparison.Ordinal))).ReadCertificateError()
            .Should().Be(CertificateFormatError.MalformedSubjectAlternativeName);

    [Test]
    public void A_certificate_holds_no_object_for_each_of_its_alternative_names()
    {
        const int Count = 20_000;
        byte[] names = Der.Sequence([.. Enumerable.Repeat(Der.Implicit(2, (byte)'a'), Count)]);
        byte[] der = With(names).Encode();
        _ = der.ReadCertificate().SubjectAlternativeNames.Count;

        long before = GC.GetAllocatedBytesForCurrentThread();
        bool parsed = ClientCertificate.TryParseDerInPlace(der, out ClientCertificate? certificate, out _);
        IReadOnlyCollection<GeneralName> read = certificate!.SubjectAlternativeNames;
        int count = read.Count;
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        parsed.Should().BeTrue();
        count.Should().Be(Count);
        allocated.Should().BeLessThan(1_000);
        read.Should().OnlyContain(name => name.Text == "a");
        certificate.SubjectAlternativeNames.Should().BeSameAs(read);
        read.First().Should().NotBeSameAs(read.First(), "names are made anew each time and held by nobody");
    }

    private static CertificateParts With(byte[] names) =>
        new CertificateParts().WithExtensions(CertificateParts.Extension("2.5.29.17", names));

    private static ClientCertificate Read(byte[] names) => With(names).ReadCertificate();
}
