using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAuth.TestSupport;

namespace MtlsAuth.OpenIddict.Tests.Server;

/// <summary>Clients of other methods authenticate as before, with whatever certificate on their connection.</summary>
[TestFixture(false)]
[TestFixture(true)]
[Parallelizable(ParallelScope.All)]
internal sealed class OtherMethodsTests(bool isProxied) : ServerFixture(isProxied)
{
    private const string Grant = "grant_type=client_credentials";

    [Test]
    public async Task A_correct_secret_counts([Values] bool isInBasic, [Values] bool withForeignCertificate)
    {
        using HttpResponseMessage response = isInBasic
            ? await Server.PostAsync(
                "/token", Grant, Certificate(withForeignCertificate), AuthenticationHeader.Basic("secret", OtherClients.Secret))
            : await Server.PostTokenAsync("secret", Certificate(withForeignCertificate), "&client_secret=" + OtherClients.Secret);

        await ExpectUnboundTokenAsync(response);
    }

    [Test]
    public async Task A_wrong_secret_or_none_does_not_count([Values("", "guess")] string secret, [Values] bool withForeignCertificate)
    {
        using HttpResponseMessage response =
            await Server.PostTokenAsync("secret", Certificate(withForeignCertificate), "&client_secret=" + secret);

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await response.ReadErrorAsync()).Should().Be("invalid_client");
    }

    [Test]
    public async Task An_assertion_counts([Values] bool isNamedInForm, [Values] bool withForeignCertificate)
    {
        using ECDsa key = TestKeys.CreateP256();
        string id = $"signer {isNamedInForm} {withForeignCertificate}";
        await Server.RegisterAsync(OtherClients.WithAssertions(id, key));
        string name = isNamedInForm ? $"&client_id={Uri.EscapeDataString(id)}" : "";

        using HttpResponseMessage response = await Server.PostAsync(
            "/token", $"{Grant}{name}&{OtherClients.CreateAssertion(Server.Address, id, key)}", Certificate(withForeignCertificate));

        await ExpectUnboundTokenAsync(response);
    }

    [Test]
    public async Task A_public_client_needs_no_credential([Values] bool withForeignCertificate)
    {
        using HttpResponseMessage response = await Server.PostAsync(
            "/token", "grant_type=password&username=u&password=p&client_id=public", Certificate(withForeignCertificate));

        await ExpectUnboundTokenAsync(response);
    }

    [Test]
    public async Task A_public_client_with_a_secret_is_refused([Values] bool withForeignCertificate)
    {
        using HttpResponseMessage response = await Server.PostAsync(
            "/token", "grant_type=password&username=u&password=p&client_id=public&client_secret=x", Certificate(withForeignCertificate));

        (await response.ReadErrorAsync()).Should().Be("invalid_client");
    }

    private static async Task ExpectUnboundTokenAsync(HttpResponseMessage response)
    {
        response.StatusCode.Should().Be(HttpStatusCode.OK, "{0}", await response.Content.ReadAsStringAsync());
        (await response.ReadBoundThumbprintAsync()).Should().BeNull("the certificate has proved nothing");
    }

    private X509Certificate2? Certificate(bool isThere) => isThere ? Foreign : null;
}
