using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.Playwright;

namespace MtlsAuth.Page.Tests;

/// <summary>From a certificate to a token, and from a refusal to its cause.</summary>
public sealed class ClientFlowTests
{
    [Test]
    public async Task A_client_registers_gets_a_token_and_learns_why_another_certificate_gets_none()
    {
        using X509Certificate2 certificate = Certificates.Create();
        using X509Certificate2 wrong = Certificates.Create("CN=wrong");
        await using BrowserPage browser = await BrowserPage.OpenAsync();
        await browser.PasteAsync(certificate.ExportCertificatePem());
        string clientId = await browser.RegisterAsync("pub_key_tls_client_auth");

        // By mutual TLS, as the client itself does.
        (HttpStatusCode status, JsonElement answer) = await GetTokenAsync(clientId, certificate);
        status.Should().Be(HttpStatusCode.OK);
        answer.GetProperty("access_token").GetString().Should().StartWith("eyJ");
        (status, answer) = await GetTokenAsync(clientId, wrong);
        status.Should().Be(HttpStatusCode.Unauthorized);
        answer.GetProperty("error").GetString().Should().Be("invalid_client");

        await TryAsync(browser.Page, wrong.ExportCertificatePem());
        ILocator refused = browser.Page.GetByRole(AriaRole.Alert);
        await Assertions.Expect(refused).ToContainTextAsync("PublicKeyNotRegistered");
        await Assertions.Expect(refused).ToContainTextAsync("401 invalid_client");
        await Assertions.Expect(refused).ToContainTextAsync("register the new key");
        await Assertions.Expect(browser.Page.GetByRole(AriaRole.Row, new() { Name = "jwks.keys[0]" })).ToContainTextAsync("OtherKey");

        await TryAsync(browser.Page, certificate.ExportCertificatePem());
        await Assertions.Expect(browser.Page.GetByRole(AriaRole.Heading, new() { Name = "This certificate lets the client in" }))
            .ToBeVisibleAsync();

        await browser.Page.GetByRole(AriaRole.Link, new() { Name = "Refusals" }).ClickAsync();
        ILocator row = browser.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = clientId });
        await Assertions.Expect(row).ToHaveCountAsync(1);
        await Assertions.Expect(row).ToContainTextAsync("PublicKeyNotRegistered");
        await row.GetByText("Cause and cure").ClickAsync();
        await row.GetByRole(AriaRole.Link, new() { Name = "Try a certificate against this client" }).ClickAsync();
        await Assertions.Expect(browser.Page.GetByLabel("Client id")).ToHaveValueAsync(clientId);
    }

    [Test]
    public async Task A_certificate_that_was_read_is_tried_without_being_sent_again()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync();
        await browser.PasteAsync(Certificates.CreatePem());

        await browser.Page.GetByLabel("Client id").FillAsync("nobody");
        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Try" }).ClickAsync();

        await Assertions.Expect(browser.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("UnknownClient");
    }

    [Test]
    public async Task Metadata_that_is_refused_can_be_mended()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync("/ui/register");
        ILocator metadata = browser.Page.GetByLabel("Client metadata");

        await metadata.FillAsync("""{ "token_endpoint_auth_method": "pub_key_tls_client_auth" }""");
        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Register", Exact = true }).ClickAsync();
        await Assertions.Expect(browser.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("invalid_client_metadata");
        (await metadata.InputValueAsync()).Should().Contain("pub_key_tls_client_auth");

        await metadata.FillAsync("""{ "token_endpoint_auth_method": "tls_client_auth", "tls_client_auth_san_dns": "a.example" }""");
        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Register", Exact = true }).ClickAsync();
        await Assertions.Expect(browser.Page.GetByRole(AriaRole.Heading, new() { Name = "Registered", Exact = true })).ToBeVisibleAsync();
    }

    private static async Task TryAsync(IPage page, string pem)
    {
        await page.GetByLabel("Or paste its text").FillAsync(pem);
        await page.GetByRole(AriaRole.Button, new() { Name = "Try", Exact = true }).ClickAsync();
    }

    private static async Task<(HttpStatusCode Status, JsonElement Answer)> GetTokenAsync(string clientId, X509Certificate2 certificate)
    {
        using HttpClient http = SharedServer.Server.CreateClient(certificate);
        using FormUrlEncodedContent form = new(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = clientId,
        });
        using HttpResponseMessage response = await http.PostAsync("/token", form);
        return (response.StatusCode, JsonElement.Parse(await response.Content.ReadAsStringAsync()));
    }
}
