using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using MtlsAuth.Certificates;
using MtlsAuth.Names;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;
using static MtlsAuth.Tests.Certificates.EncodedName;

namespace MtlsAuth.Tests.Certificates;

public sealed class AttributeNameTests
{
    private static readonly JsonElement Vectors = TestVectors.ReadJson("attribute-names.json");

    [TestCaseSource(nameof(Tools))]
    public void TryParse_reads_each_name_that_a_tool_prints_as_the_type_it_was_printed_for(string tool)
    {
        IEnumerable<string> misread = Vectors.GetProperty("tools").GetProperty(tool).EnumerateObject()
            .Where(type => !ReadsAs(type.Value.GetString()!, type.Name))
            .Select(type => $"{type.Value} for {type.Name}");

        misread.Should().BeEmpty();
    }

    [Test]
    public void TryParse_reads_each_name_that_the_platform_prints()
    {
        IEnumerable<string> misread = AttributeTypeTable.All.Select(row => row.Type.Oid)
            .Select(oid => (Oid: oid, Text: new X500DistinguishedName(Name((oid, Der.Utf8String("xx")))).Name))
            .Where(type => !ReadsAs(type.Text.Split('=')[0], type.Oid))
            .Select(type => $"{type.Text} for {type.Oid}");

        misread.Should().BeEmpty();
    }

    [TestCase("uid", "0.9.2342.19200300.100.1.1", Description = "RFC 4519; OpenSSL's uid is 0.9.2342.19200300.100.1.44.")]
    [TestCase("uniqueIdentifier", "2.5.4.45", Description = "BouncyCastle; OpenSSL's is 0.9.2342.19200300.100.1.44.")]
    [TestCase("SN", "2.5.4.4", Description = "RFC 4519, OpenSSL, .NET; EJBCA's is 2.5.4.5.")]
    [TestCase("S", "2.5.4.8")]
    [TestCase("T", "2.5.4.12")]
    [TestCase("G", "2.5.4.42")]
    [TestCase("E", "1.2.840.113549.1.9.1")]
    [TestCase("DN", "2.5.4.46")]
    public void TryParse_reads_a_short_name_as_the_one_type_that_certificates_have(string name, string oid) =>
        ReadsAs(name, oid).Should().BeTrue();

    [TestCase("XmppAddr")]
    [TestCase("subject")]
    [TestCase("serial")]
    [TestCase("commonNames")]
    public void TryParse_refuses_what_no_tool_calls_an_attribute(string name) =>
        $"{name}=xx".ParseError().Should().Be(DistinguishedNameError.UnknownAttributeType);

    private static bool ReadsAs(string name, string oid) =>
        DistinguishedName.TryParse($"{name}=xx", out DistinguishedName? parsed, out _)
        && parsed.RelativeNames[0].Attributes[0].Oid == oid
        && parsed.Equals(Name((oid, Der.Element(0x13, "xx"u8))).ReadName());

    private static IEnumerable<string> Tools() => Vectors.GetProperty("tools").EnumerateObject().Select(tool => tool.Name);
}
