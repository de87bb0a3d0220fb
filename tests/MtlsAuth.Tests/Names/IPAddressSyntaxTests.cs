using MtlsAuth.Certificates;
using MtlsAuth.Names;

namespace MtlsAuth.Tests.Names;

public sealed class IPAddressSyntaxTests
{
    [TestCase("", 0, "The address is empty.")]
    [TestCase("://192.0.2.1", 0, "This is a URI. Register it as tls_client_auth_san_uri.")]
    [TestCase("1~", 1, "This is no IP address. A host name is registered as tls_client_auth_san_dns.")]
    [TestCase("bad:1", 0, "This is not an IPv6 address.")]
    public void FindFault_says_what_is_wrong(string text, int position, string advice)
    {
        NameFault? fault = IPAddressSyntax.FindFault(text);

        fault!.Position.Should().Be(position);
        fault.Advice.Should().Be(advice);
    }
}
