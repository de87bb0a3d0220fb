using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using MtlsAuth.AspNetCore.Endpoints;

namespace MtlsAuth.AspNetCore.Tests.Endpoints;

/// <summary>A request that names several clients, or whose credentials cannot be read, names none.</summary>
public sealed class ClientClaimTests
{
    private const string Jwt = "client_assertion_type=" + CountingServer.AssertionType + "&client_assertion=";

    private static readonly string Assertion = Jwt + CountingServer.Assert("""{"sub":"jwt"}""", "x");

    [TestCase("client_id=secret", "other:x", RequestMalformation.SeveralClients)]
    [TestCase("client_id=other&{assertion}", null, RequestMalformation.SeveralClients)]
    [TestCase("client_id=jwt&" + Jwt + "a.b.c", null, RequestMalformation.Assertion)]
    [TestCase(Jwt + "a.b.c", null, RequestMalformation.Assertion)]
    [TestCase("client_id=jwt&client_assertion=a.b.c", null, RequestMalformation.AssertionParameters)]
    [TestCase("client_id=secret", "nobody", RequestMalformation.Basic)]
    [TestCase("client_id=secret&client_secret=x", "secret:x", RequestMalformation.SeveralCredentials)]
    [TestCase("{assertion}", "jwt:x", RequestMalformation.SeveralCredentials)]
    public void OfAnyClient_finds_no_client_in(string body, string? basic, string malformation)
    {
        ClientClaim claim = Find(body, basic);

        claim.Malformation.Should().Be(malformation);
        claim.ClientId.Should().BeNull();
        claim.HasOtherCredential.Should().BeFalse();
        claim.HasUsableCredential.Should().BeFalse();
    }

    [TestCase("client_id=secret", "secret:x", "secret")]
    [TestCase("", "secret:x", "secret")]
    [TestCase("client_id=jwt&{assertion}", null, "jwt")]
    [TestCase("{assertion}", null, "jwt")]
    public void OfAnyClient_finds_the_client_where_all_places_agree(string body, string? basic, string clientId)
    {
        ClientClaim claim = Find(body, basic);

        claim.Malformation.Should().BeNull();
        claim.ClientId.Should().Be(clientId);
        claim.HasUsableCredential.Should().BeTrue();
    }

    [Test]
    public void Client_that_went_away_is_nobody_and_has_nothing([Values] bool hasFurtherMethods)
    {
        FormBody body = new(Form: null, IsAborted: true);
        HttpRequest request = new DefaultHttpContext().Request;

        ClientClaim claim = hasFurtherMethods ? ClientClaim.OfAnyClient(body, request) : ClientClaim.OfMutualTlsClient(body, request);

        claim.Should().Be(new ClientClaim(ClientId: null, HasOtherCredential: false, HasUsableCredential: false, IsAborted: true));
    }

    private static ClientClaim Find(string body, string? basic)
    {
        DefaultHttpContext context = new();
        context.Request.Headers.Authorization = basic is null ? default : "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(basic));
        FormCollection form = new(new FormReader(body.Replace("{assertion}", Assertion, StringComparison.Ordinal)).ReadForm());
        return ClientClaim.OfAnyClient(new FormBody(form), context.Request);
    }
}
