using CsCheck;
using MtlsAuth.AspNetCore.Endpoints;

namespace MtlsAuth.AspNetCore.Tests.Endpoints;

public sealed class ClientAssertionTests
{
    [TestCase("""{"sub":"client","iss":"client"}""")]
    [TestCase("""{"iss":"client","sub":"client","aud":["https://as.example"],"nested":{"sub":"other"}}""")]
    [TestCase("""{"sub":"client"}""", Description = "An incomplete assertion is for the server to refuse")]
    [TestCase("""{"s\u0075b":"cl\u0069ent"}""")]
    public void TryReadClientId_reads_the_subject(string claims)
    {
        Read(CountingServer.Assert(claims, "x"), out string? clientId).Should().BeTrue();
        clientId.Should().Be("client");
    }

    [TestCase("{}")]
    [TestCase("""{"iss":"client"}""")]
    [TestCase("""{"sub":""}""")]
    [TestCase("""{"sub":null}""")]
    [TestCase("""{"sub":7}""")]
    [TestCase("""{"sub":["client"]}""")]
    [TestCase("""{"sub":"client","iss":"other"}""")]
    [TestCase("""{"sub":"client","iss":null}""")]
    [TestCase("""{"sub":"client","sub":"client"}""")]
    [TestCase("""{"sub":"client","s\u0075b":"other"}""")]
    [TestCase("""{"iss":"client","iss":"client","sub":"client"}""")]
    [TestCase("""{"sub":"client"} {}""")]
    [TestCase("""{"sub":"client" """)]
    [TestCase("""{"sub":"\ud800"}""")]
    [TestCase("""{"\ud800":"x","sub":"client"}""")]
    [TestCase("""["sub","client"]""")]
    [TestCase("\"client\"")]
    [TestCase("")]
    public void TryReadClientId_refuses_claims(string claims) => Read(CountingServer.Assert(claims, "x"), out _).Should().BeFalse();

    [TestCase("")]
    [TestCase("a.b.c")]
    [TestCase("e30.eyJzdWIiOiJjbGllbnQifQ", Description = "Two parts")]
    [TestCase("e30.eyJzdWIiOiJjbGllbnQifQ.x.y.z", Description = "Five parts: encrypted")]
    [TestCase("e30.eyJzdWIiOiJjbGllbnQifQ==.x")]
    [TestCase("e30.eyJzdWIi OiJjbGllbnQifQ.x")]
    [TestCase("e30.eyJzdWIiOiL_In0.x", Description = "No UTF-8")]
    [TestCase("e30.eyJzd.x")]
    public void TryReadClientId_refuses_what_is_no_signed_JWT(string assertion) => Read(assertion, out _).Should().BeFalse();

    [TestCase("urn:ietf:params:oauth:client-assertion-type:saml2-bearer")]
    [TestCase("URN:IETF:PARAMS:OAUTH:CLIENT-ASSERTION-TYPE:JWT-BEARER")]
    [TestCase("")]
    public void TryReadClientId_refuses_assertions_of_other_types(string type) =>
        ClientAssertion.TryReadClientId(type, CountingServer.Assert("""{"sub":"client"}""", "x"), out _).Should().BeFalse();

    [Test]
    public void TryReadClientId_never_fails_whatever_the_claims()
    {
        string[] tokens = ["{", "}", "\"sub\"", "\"iss\"", ":", ",", "\"client\"", "[", "]", "\"\\ud800\"", "null", "7", " ", "\0"];
        Gen<string> claims = Gen.OneOf(Gen.Int[0, tokens.Length - 1].Select(i => tokens[i]), Gen.String[0, 4]).Array[0, 12]
            .Select(string.Concat);

        claims.Sample(text => !Read(CountingServer.Assert(text, "x"), out string? clientId) || clientId is { Length: > 0 });
    }

    private static bool Read(string assertion, out string? clientId) =>
        ClientAssertion.TryReadClientId(CountingServer.AssertionType, assertion, out clientId);
}
