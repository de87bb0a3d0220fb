using System.Text;
using Microsoft.Extensions.Primitives;
using MtlsAuth.AspNetCore.Endpoints;

namespace MtlsAuth.AspNetCore.Tests.Endpoints;

public sealed class BasicCredentialsTests
{
    [TestCase("client:secret", "client")]
    [TestCase("client:a:b", "client")]
    [TestCase("cl%69ent:secret", "client")]
    [TestCase("a+b:secret", "a b")]
    [TestCase("a%2Bb:secret", "a+b")]
    [TestCase("a%3Ab:secret", "a:b")]
    [TestCase("caf%C3%A9:secret", "caf\u00E9")]
    [TestCase("caf\u00E9:secret", "caf\u00E9")]
    public void Find_decodes_the_client_id(string credentials, string clientId) =>
        BasicCredentials.Find(Header(credentials)).Should().Be(new BasicCredentials(IsPresent: true, clientId, HasPassword: true));

    [TestCase("client:")]
    [TestCase("client: ")]
    [TestCase("client:+")]
    [TestCase("client:%20%09")]
    public void Find_takes_white_space_for_no_password(string credentials) =>
        BasicCredentials.Find(Header(credentials)).Should().Be(new BasicCredentials(IsPresent: true, "client"));

    [TestCase("client")]
    [TestCase("")]
    [TestCase(":secret")]
    [TestCase("100%:secret")]
    [TestCase("a%2:secret")]
    [TestCase("a%2g:secret")]
    [TestCase("%2g:secret")]
    [TestCase("%FF:secret", Description = "No UTF-8")]
    public void Find_reads_no_client_id_that_readers_take_differently(string credentials) => ShouldBeUnreadable(Header(credentials));

    [TestCase("Basic")]
    [TestCase("Basic =")]
    [TestCase("Basic /w==", Description = "No UTF-8")]
    [TestCase("Basic /zp4", Description = "No UTF-8 before the colon")]
    [TestCase("Basic \u00A0Y2xpZW50OnM=", Description = "RFC 9110 §5.6.3: white space is space and tab")]
    [TestCase("Basic Y2xpZW50OnM=\u00A0")]
    [TestCase("Basic,Bearer token")]
    [TestCase("Basic Y2xpZW50OnM=, Bearer token")]
    [TestCase("Bearer token, Basic Y2xpZW50OnM=")]
    [TestCase(",basic Y2xpZW50OnM=")]
    public void Find_sees_credentials_that_it_cannot_read(string header) => ShouldBeUnreadable(header);

    [Test]
    public void Find_reads_none_of_several_values()
    {
        string header = Header("client:secret");

        ShouldBeUnreadable(new StringValues([header, header]));
        ShouldBeUnreadable(new StringValues(["Bearer token", header]));
        ShouldBeUnreadable(new StringValues([header, ""]));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("Bearer token")]
    [TestCase("Bearer Basic")]
    [TestCase("Basicx Y2xpZW50OnM=")]
    public void Find_sees_no_other_scheme(string? header) => BasicCredentials.Find(header).Should().Be(default(BasicCredentials));

    private static void ShouldBeUnreadable(StringValues header) =>
        BasicCredentials.Find(header).Should().Be(new BasicCredentials(IsPresent: true));

    private static string Header(string credentials) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials));
}
