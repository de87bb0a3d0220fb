using System.Security.Cryptography.X509Certificates;
using Microsoft.Playwright;

namespace MtlsAuth.Page.Tests;

/// <summary>What strangers write is text on the page, whatever it holds.</summary>
public sealed class HostileInputTests
{
    private const string Script = "<script>alert(1)</script>";
    private const string Image = "\"><img src=x onerror=alert(1)>";

    [Test]
    public async Task A_script_in_a_subject_is_text()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync();

        await browser.PasteAsync(Certificates.CreatePem($"CN=\"{Script}\""));

        ILocator heading = browser.Page.GetByRole(AriaRole.Heading, new() { Level = 2 }).First;
        await Assertions.Expect(heading).ToContainTextAsync("script");
        (await heading.InnerTextAsync()).Replace("\\", string.Empty, StringComparison.Ordinal).Should().Be($"CN={Script}");
        (await browser.Page.Locator("script").CountAsync()).Should().Be(1);

        await browser.RegisterAsync("tls_client_auth_subject_dn");
        (await browser.Page.Locator("script").CountAsync()).Should().Be(1);
    }

    [Test]
    public async Task A_script_as_a_client_id_is_text_among_the_refusals()
    {
        using X509Certificate2 certificate = Certificates.Create();
        using HttpClient http = SharedServer.Server.CreateClient(certificate);
        using FormUrlEncodedContent form = new(new Dictionary<string, string> { ["client_id"] = Image });
        using HttpResponseMessage response = await http.PostAsync("/token", form);
        await using BrowserPage browser = await BrowserPage.OpenAsync("/ui/refusals");

        ILocator row = browser.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = Image });
        await Assertions.Expect(row.First).ToBeVisibleAsync();
        (await browser.Page.Locator("img").CountAsync()).Should().Be(0);

        await row.First.GetByText("Cause and cure").ClickAsync();
        await row.First.GetByRole(AriaRole.Link).ClickAsync();
        await Assertions.Expect(browser.Page.GetByLabel("Client id")).ToHaveValueAsync(Image);
        (await browser.Page.Locator("img").CountAsync()).Should().Be(0);
    }

    [Test]
    public async Task A_client_id_that_turns_the_direction_of_reading_is_shown_as_what_it_is()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync("/ui/try");

        await browser.Page.GetByLabel("Client id").FillAsync("safe\u202Eevil");
        await browser.Page.GetByLabel("Or paste its text").FillAsync(Certificates.CreatePem());
        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Try", Exact = true }).ClickAsync();

        await Assertions.Expect(browser.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("UnknownClient");
        (await browser.Page.GetByRole(AriaRole.Main).InnerTextAsync()).Should().Contain("safe\\u{202e}evil").And.NotContain("\u202E");
    }
}
