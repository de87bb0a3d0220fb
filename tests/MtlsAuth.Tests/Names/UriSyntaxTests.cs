using MtlsAuth.Certificates;
using MtlsAuth.Names;

namespace MtlsAuth.Tests.Names;

public sealed class UriSyntaxTests
{
    [TestCase("a+b:c")]
    [TestCase("a-b:c")]
    [TestCase("a.b:c")]
    public void A_scheme_may_have_plus_signs_hyphens_and_dots(string uri) => UriSyntax.FindFault(uri).Should().BeNull();

    [TestCase("", 0, "The URI is empty.")]
    [TestCase("https:abc", 6, "The host is missing.")]
    [TestCase("https:/abc", 6, "The host is missing.")]
    [TestCase("://[::1]/", 0, "The scheme is missing: a URI in a certificate is absolute, as in https://client.example.com/.")]
    [TestCase("a]://b", 1, "A URI cannot have this character. Write it percent-encoded, if the certificate has it so.")]
    public void FindFault_says_what_is_wrong(string uri, int position, string advice)
    {
        NameFault? fault = UriSyntax.FindFault(uri);

        fault!.Position.Should().Be(position);
        fault.Advice.Should().Be(advice);
    }
}
