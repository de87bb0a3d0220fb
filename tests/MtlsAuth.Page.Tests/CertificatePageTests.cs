using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.Playwright;
using ClientCertificate = MtlsAuth.Certificates.ClientCertificate;

namespace MtlsAuth.Page.Tests;

/// <summary>What the page says of a certificate.</summary>
public sealed class CertificatePageTests
{
    [Test]
    public async Task A_certificate_that_is_pasted_is_described()
    {
        using X509Certificate2 certificate = Certificates.Create();
        ClientCertificate read = ClientCertificate.FromX509Certificate2(certificate);
        await using BrowserPage browser = await BrowserPage.OpenAsync();

        await browser.PasteAsync(certificate.ExportCertificatePem());

        ILocator main = browser.Page.GetByRole(AriaRole.Main);
        await Assertions.Expect(browser.Page.GetByRole(AriaRole.Heading, new() { Name = "CN=payments client,O=Example Bank AG,C=DE" }))
            .ToBeVisibleAsync();
        string text = await main.InnerTextAsync();
        text.Should().ContainAll(
            "EC, P-256", "payments.example.com", "spiffe://example.com/payments", "clientAuth", "digitalSignature", "89 days left",
            "The policy of this server lets it pass", read.Thumbprint.ToString(), read.PublicKeyThumbprint.ToString(),
            "ChainNotTrusted");
    }

    [Test]
    public async Task A_file_that_is_dropped_is_read_at_once()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync();
        IJSHandle files = await browser.Page.EvaluateHandleAsync(
            "pem => { const files = new DataTransfer(); files.items.add(new File([pem], 'client.crt')); return files; }",
            Certificates.CreatePem("CN=dropped"));

        await browser.Page.Locator("form").DispatchEventAsync("dragover", new { dataTransfer = files });
        await browser.Page.Locator("form").DispatchEventAsync("drop", new { dataTransfer = files });

        await Assertions.Expect(browser.Page.GetByRole(AriaRole.Heading, new() { Name = "CN=dropped" })).ToBeVisibleAsync();
    }

    [Test]
    public async Task A_file_that_is_chosen_is_read_without_script()
    {
        using X509Certificate2 certificate = Certificates.Create("CN=chosen");
        await using BrowserPage browser = await BrowserPage.OpenAsync(configure: static options => options.JavaScriptEnabled = false);

        await browser.Page.GetByLabel("Certificate file").SetInputFilesAsync(new FilePayload
        {
            Name = "client.cer",
            MimeType = "application/pkix-cert",
            Buffer = certificate.RawData,
        });
        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Read the certificate" }).ClickAsync();

        await Assertions.Expect(browser.Page.GetByText("Read as DER.")).ToBeVisibleAsync();
        await Assertions.Expect(browser.Page.GetByRole(AriaRole.Heading, new() { Name = "CN=chosen" })).ToBeVisibleAsync();
        await Assertions.Expect(browser.Page.Locator(".copy").First).ToBeHiddenAsync();
    }

    [Test]
    public async Task Metadata_is_copied_as_it_is_registered()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync(
            configure: static options => options.Permissions = ["clipboard-read", "clipboard-write"]);
        await browser.PasteAsync(Certificates.CreatePem());

        await browser.Page
            .GetByRole(AriaRole.Button, new() { Name = "Copy: Metadata for self_signed_tls_client_auth", Exact = true }).ClickAsync();

        await Assertions.Expect(browser.Page.Locator("#status")).ToHaveTextAsync("Copied.");
        string copied = await browser.Page.EvaluateAsync<string>("navigator.clipboard.readText()");
        JsonElement metadata = JsonElement.Parse(copied);
        metadata.GetProperty("token_endpoint_auth_method").GetString().Should().Be("self_signed_tls_client_auth");
        metadata.GetProperty("jwks").GetProperty("keys")[0].GetProperty("x5c").GetArrayLength().Should().Be(1);
    }

    [Test]
    public async Task Each_name_of_the_certificate_can_be_registered()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync();
        await browser.PasteAsync(Certificates.CreatePem());
        await browser.Page.GetByText("By another name (2)").ClickAsync();

        await browser.RegisterAsync("tls_client_auth_san_uri");

        JsonElement answer = JsonElement.Parse(await browser.Page.Locator("#registration").InnerTextAsync());
        answer.GetProperty("tls_client_auth_san_uri").GetString().Should().Be("spiffe://example.com/payments");
    }
}
