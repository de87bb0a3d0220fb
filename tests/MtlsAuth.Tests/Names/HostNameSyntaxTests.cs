using MtlsAuth.Certificates;
using MtlsAuth.Names;
using MtlsAuth.Tests.Certificates;

namespace MtlsAuth.Tests.Names;

public sealed class HostNameSyntaxTests
{
    private const string NoAsciiForm = "A dNSName is ASCII. Write an internationalised name in its ASCII form, with xn-- (RFC 5891).";

    [TestCase("", 0, "The host name is empty.")]
    [TestCase("://a", 0, "This is a URI. Leave out all but the host name, or register it as tls_client_auth_san_uri.")]
    [TestCase("@a.example", 0, "This is an e-mail address. Register it as tls_client_auth_san_email.")]
    [TestCase("192.0.2.256", 0, "This is an IP address. Register it as tls_client_auth_san_ip.")]
    [TestCase("a\u007F", 1, "Leave out the control character.")]
    [TestCase("bü(b).example", 1, NoAsciiForm, TestName = "{m}(the ASCII form is no host name)")]
    public void FindFault_says_what_is_wrong(string name, int position, string advice)
    {
        NameFault? fault = HostNameSyntax.FindFault(name);

        fault!.Position.Should().Be(position);
        fault.Advice.Should().Be(advice);
    }

    [Test]
    public void A_label_has_at_most_63_characters()
    {
        HostNameSyntax.FindFault(new string('a', 63) + ".example").Should().BeNull();
        HostNameSyntax.FindFault(new string('a', 64) + ".example")!.Advice.Should().Be("A label has at most 63 characters.");
    }

    [Test]
    public void A_name_has_at_most_253_characters()
    {
        string longest = string.Concat(Enumerable.Repeat("ab.", 84)) + "a";

        HostNameSyntax.FindFault(longest).Should().BeNull();
        HostNameSyntax.FindFault(longest + "a")!.Advice.Should().Be("A host name has at most 253 characters.");
    }

    [Test]
    public void No_ASCII_form_is_sought_for_a_name_beyond_the_limit()
    {
        DistinguishedNameExtensions.AssumeGlobalization();

        // Soft hyphens have no ASCII form: what is left is short.
        string longest = "a" + new string('\u00AD', 252);

        HostNameSyntax.FindFault(longest)!.Advice.Should().Be("A dNSName is ASCII. The ASCII form is a.");
        HostNameSyntax.FindFault(longest + "\u00AD")!.Advice.Should().Be(NoAsciiForm);
    }
}
