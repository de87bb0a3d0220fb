using MtlsAuth.Tests.Certificates;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;
using static MtlsAuth.Tests.Certificates.EncodedName;

namespace MtlsAuth.Tests.Names;

public sealed class DistinguishedNameWriteTests
{
    // The examples of RFC 4514 §4, and what its §2.4 asks to escape.
    [TestCase("UID=jsmith,DC=example,DC=net", "UID=jsmith,DC=example,DC=net")]
    [TestCase("OU=Sales+CN=J.  Smith,DC=example,DC=net", "OU=Sales+CN=J.  Smith,DC=example,DC=net")]
    [TestCase("CN=James \\\"Jim\\\" Smith\\, III,DC=example,DC=net", "CN=James \\\"Jim\\\" Smith\\, III,DC=example,DC=net")]
    [TestCase("CN=Before\\0dAfter,DC=example,DC=net", "CN=Before\\0dAfter,DC=example,DC=net")]
    [TestCase("1.3.6.1.4.1.1466.0=#04024869", "1.3.6.1.4.1.1466.0=#04024869")]
    [TestCase("CN=Lu\\C4\\8Di\\C4\\87", "CN=Lučić")]
    [TestCase("S=x;STREET=y; userId = z", "ST=x,STREET=y,UID=z")]
    [TestCase("cn=\\20a\\20", "CN=\\ a\\ ")]
    [TestCase("CN=\\20", "CN=\\ ")]
    [TestCase("CN=\\20\\20", "CN=\\ \\ ")]
    [TestCase("CN=\\#a#b", "CN=\\#a#b")]
    [TestCase("CN=\"a+b;c<d>e\\\\\"", "CN=a\\+b\\;c\\<d\\>e\\\\")]
    [TestCase("CN=evil\\,CN=client-a", "CN=evil\\,CN\\=client-a")]
    [TestCase("CN=a\\00b\\7F", "CN=a\\00b\\7f")]
    [TestCase("CN=a\u202Eb\u2028\uE000", "CN=a\\e2\\80\\aeb\\e2\\80\\a8\\ee\\80\\80")]
    [TestCase("CN=", "CN=")]
    [TestCase("CN=#020101", "CN=#020101")]
    [TestCase("", "")]
    [TestCase("E=a@b", "1.2.840.113549.1.9.1=#1603614062")]
    [TestCase("E=ä@b", "1.2.840.113549.1.9.1=#0c04c3a44062")]
    [TestCase("serialNumber=1", "2.5.4.5=#0c0131")]
    [TestCase("2.5.4.5=#130131", "2.5.4.5=#130131")]
    public void ToString_writes_an_RFC_4514_string(string text, string expected) => text.ParseName().ToString().Should().Be(expected);

    [Test]
    public void ToString_keeps_the_encoding_of_a_type_without_short_name() =>
        Name(("2.5.4.5", Der.Element(0x13, "42"u8))).ReadName().ToString().Should().Be("2.5.4.5=#13023432");
}
