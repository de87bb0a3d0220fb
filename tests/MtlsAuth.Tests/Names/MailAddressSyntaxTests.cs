using MtlsAuth.Certificates;
using MtlsAuth.Names;

namespace MtlsAuth.Tests.Names;

public sealed class MailAddressSyntaxTests
{
    private const string NotAlone = "Write the address alone, without display name, angle brackets and spaces.";

    [TestCase("\"a<b\"@c.example")]
    [TestCase("\"a~b\"@c.example")]
    [TestCase("\"\\\"a\"@b.example", TestName = "{m}(an escaped quotation mark comes first)")]
    public void FindFault_finds_nothing_in_a_quoted_local_part(string address) =>
        MailAddressSyntax.FindFault(address).Should().BeNull();

    [TestCase("\"abc", 0, NotAlone, TestName = "{m}(a quotation without an end)")]
    [TestCase("ab\"@c.example", 2, NotAlone, TestName = "{m}(a quotation that only ends)")]
    [TestCase("a@@b.example", 2, "Only one address can be registered.")]
    [TestCase("\u00F6@b.example", 0,
        "An rfc822Name is ASCII. Other characters in front of the at sign need a SmtpUTF8Mailbox (RFC 9598), which cannot be registered.")]
    public void FindFault_says_what_is_wrong(string address, int position, string advice)
    {
        NameFault? fault = MailAddressSyntax.FindFault(address);

        fault!.Position.Should().Be(position);
        fault.Advice.Should().Be(advice);
    }
}
