using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace MtlsAuth.OpenIddict.Tests.Server;

/// <summary>The log says why; the client learns nothing.</summary>
[NonParallelizable]
internal sealed class ClientAuthenticationTests : ServerFixture
{
    [Test]
    public async Task A_client_that_authenticates_is_logged()
    {
        using HttpResponseMessage response = await Server.PostTokenAsync("mtls", Registered);

        FakeLogRecord record = Server.Logs[^1];
        record.Id.Id.Should().Be(1);
        record.GetStructuredStateValue("ClientId").Should().Be("mtls");
        record.GetStructuredStateValue("Method").Should().Be("pub_key_tls_client_auth");
        Server.Logs.Count(static record => record.Id == 1).Should().Be(1, "it is decided once");
    }

    [TestCase("mtls", true, "", "PublicKeyNotRegistered")]
    [TestCase("mtls", false, "", "MissingCertificate")]
    [TestCase("mtls", true, "&client_secret=guess", "MultipleCredentials")]
    [TestCase("nobody", true, "", "UnknownClient")]
    [TestCase("secret", true, "", "NotAMutualTlsClient")]
    [TestCase("secret", false, "", "NotAMutualTlsClient")]
    public async Task All_refusals_look_the_same_to_the_client(string id, bool withCertificate, string more, string reason)
    {
        using HttpResponseMessage response = await Server.PostTokenAsync(id, withCertificate ? Foreign : null, more);

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await response.ReadAsync()).GetProperty("error_description").GetString().Should().Be("Client authentication failed");
        FakeLogRecord record = Server.Logs[^1];
        record.Level.Should().Be(LogLevel.Warning);
        record.GetStructuredStateValue("Reason").Should().Be(reason);
    }

    [Test]
    public async Task An_empty_secret_in_Basic_is_logged()
    {
        using HttpResponseMessage response =
            await Server.PostAsync("/introspect", "token=x", Foreign, AuthenticationHeader.Basic("secret", ""));

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        FakeLogRecord record = Server.Logs[^1];
        record.Id.Id.Should().Be(51);
        record.Message.Should().Be("Client secret not authenticated: it is registered for client_secret_basic, and its secret is empty");
    }

    [Test]
    public async Task The_application_learns_who_authenticated()
    {
        using HttpResponseMessage ours = await Server.PostAsync("/token", "grant_type=client_credentials&client_id=mtls", Registered);
        using HttpResponseMessage others = await Server.PostTokenAsync("secret", Registered, "&client_secret=" + OtherClients.Secret);

        ours.Headers.GetValues("X-Mtls-Client").Should().Equal("mtls");
        others.Headers.GetValues("X-Mtls-Client").Should().Equal("");
        others.Headers.GetValues("X-Certificate").Should().Equal("hidden");
    }
}
