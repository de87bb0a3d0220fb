using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAuth.TestSupport;

namespace MtlsAuth.OpenIddict.Tests.Server;

/// <summary>OpenIddict takes any certificate for the credential of a confidential client. Nobody gets in by that.</summary>
[TestFixture(false)]
[TestFixture(true)]
[Parallelizable(ParallelScope.All)]
internal sealed class BypassTests(bool isProxied) : ServerFixture(isProxied)
{
    private const string Grant = "grant_type=client_credentials";
    private const string Rubbish = "&client_assertion=a&client_assertion_type=" + OtherClients.AssertionType;

    [TestCase("&client_id=mtls", null, null, TestName = "a stranger's certificate")]
    [TestCase("", "mtls", "", TestName = "a stranger's certificate, named in Basic with an empty secret")]
    [TestCase("", "mtls", "guess", TestName = "a stranger's certificate, named in Basic with a secret")]
    [TestCase("&client_id=secret", null, null, TestName = "a certificate instead of a secret")]
    [TestCase("", "secret", "", TestName = "a certificate and an empty secret in Basic")]
    [TestCase("&client_id=secret&client_secret=", null, null, TestName = "a certificate and an empty secret")]
    [TestCase("&client_id=secret&client_secret=guess", null, null, TestName = "a certificate and a wrong secret")]
    [TestCase("&client_id=secret", "mtls", "", TestName = "two clients, one in the form and one in Basic")]
    [TestCase("&client_id=mtls", "secret", "", TestName = "two clients, the other way round")]
    [TestCase("&client_id=mtls&client_secret=guess", null, null, TestName = "a stranger's certificate and a secret")]
    [TestCase("&client_id=mtls&client_secret=" + OtherClients.Secret, null, null, TestName = "another client's secret")]
    [TestCase("&client_id=nobody", null, null, TestName = "an unknown client with a certificate")]
    [TestCase("&client_id=MTLS", null, null, TestName = "a client in another spelling")]
    [TestCase("", null, null, TestName = "a certificate and no client")]
    [TestCase("&client_id=public", null, null, TestName = "a public client with a certificate, as a client of its own")]
    [TestCase("&client_id=secret&client_id=mtls", null, null, TestName = "a client named twice")]
    [TestCase("&client_id=secret" + Rubbish, null, null, TestName = "rubbish as assertion")]
    [TestCase("&client_id=mtls" + Rubbish, null, null, TestName = "rubbish as assertion of ours")]
    public async Task A_foreign_certificate_lets_nobody_in(string form, string? basicId, string? basicSecret)
    {
        using HttpResponseMessage response = await PostAsync(form, basicId, basicSecret, Foreign);

        await ExpectRefusalAsync(response);
    }

    [TestCase("&client_id=mtls&client_secret=guess", null, null, TestName = "with a secret")]
    [TestCase("", "mtls", "guess", TestName = "with a secret in Basic")]
    [TestCase("", "mtls", "", TestName = "with an empty secret in Basic")]
    [TestCase("&client_id=secret", "mtls", "", TestName = "with another client in the form")]
    [TestCase("&client_id=secret", null, null, TestName = "as another client")]
    public async Task The_right_certificate_counts_alone_and_for_its_client_only(string form, string? basicId, string? basicSecret)
    {
        using HttpResponseMessage response = await PostAsync(form, basicId, basicSecret, Registered);

        await ExpectRefusalAsync(response);
    }

    [Test]
    public async Task An_assertion_does_not_take_the_place_of_the_certificate()
    {
        // The key under which OpenIddict would take an assertion is the one that is registered for the certificate.
        using ECDsa key = Registered.GetECDsaPrivateKey()!;
        string assertion = OtherClients.CreateAssertion(Server.Address, "mtls", key);

        foreach (X509Certificate2? certificate in new[] { null, Foreign, Registered })
        {
            using HttpResponseMessage named = await PostAsync("&client_id=mtls&" + assertion, null, null, certificate);
            await ExpectRefusalAsync(named);
            using HttpResponseMessage byAssertionOnly = await PostAsync("&" + assertion, null, null, certificate);
            await ExpectRefusalAsync(byAssertionOnly);
        }
    }

    [Test]
    public async Task An_assertion_with_a_wrong_signature_is_refused_beside_a_certificate()
    {
        using ECDsa key = TestKeys.CreateP256();
        using ECDsa other = TestKeys.CreateP256();
        await Server.RegisterAsync(OtherClients.WithAssertions("signer", key));

        using HttpResponseMessage response =
            await PostAsync("&" + OtherClients.CreateAssertion(Server.Address, "signer", other), null, null, Foreign);

        await ExpectRefusalAsync(response);
    }

    private static async Task ExpectRefusalAsync(HttpResponseMessage response)
    {
        response.StatusCode.Should().BeOneOf(HttpStatusCode.Unauthorized, HttpStatusCode.BadRequest);
        (await response.ReadErrorAsync()).Should().BeOneOf("invalid_client", "invalid_request", "unauthorized_client", "invalid_grant");
    }

    private Task<HttpResponseMessage> PostAsync(string form, string? basicId, string? basicSecret, X509Certificate2? certificate) =>
        Server.PostAsync(
            "/token", Grant + form, certificate, basicId is null ? null : AuthenticationHeader.Basic(basicId, basicSecret!));
}
