using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace MtlsAuth.Page.Tests;

/// <summary>A page in a browser profile of its own. When it is closed, nothing may have gone wrong in it.</summary>
internal sealed class BrowserPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _errors = new();

    private BrowserPage(IBrowserContext context, IPage page, Uri address)
    {
        _context = context;
        Page = page;
        page.Console += (_, message) => Note(message.Type is "error" or "warning" && !IsRefusal(message.Text), message.Text);
        page.PageError += (_, message) => Note(true, message);
        page.Request += (_, request) => Note(!request.Url.StartsWith(address.AbsoluteUri, StringComparison.Ordinal), request.Url);
        page.Dialog += (_, dialog) =>
        {
            Note(true, $"A dialog says {dialog.Message}.");
            _ = dialog.DismissAsync();
        };
    }

    public IPage Page { get; }

    /// <summary>Opens the first page of the shared server.</summary>
    public static async Task<BrowserPage> OpenAsync(string path = "/ui", Action<BrowserNewContextOptions>? configure = null)
    {
        IBrowser browser = await Chromium.GetAsync();
        BrowserNewContextOptions options = new()
        {
            BaseURL = SharedServer.Server.BrowserAddress.AbsoluteUri,
            IgnoreHTTPSErrors = true,
            ViewportSize = new ViewportSize { Width = 1000, Height = 800 },
        };
        configure?.Invoke(options);
        IBrowserContext context = await browser.NewContextAsync(options);
        context.SetDefaultTimeout(60_000);
        BrowserPage opened = new(context, await context.NewPageAsync(), SharedServer.Server.BrowserAddress);
        await opened.Page.GotoAsync(path);
        return opened;
    }

    /// <summary>Pastes a certificate and has it read.</summary>
    public async Task PasteAsync(string text)
    {
        await Page.GetByLabel("Or paste its text").FillAsync(text);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Read the certificate" }).ClickAsync();
    }

    /// <summary>Registers a client of a method for the certificate that is shown, and gives its id.</summary>
    public async Task<string> RegisterAsync(string name)
    {
        await Page.GetByRole(AriaRole.Button, new() { Name = $"Register a demo client for {name}", Exact = true }).ClickAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Registered", Exact = true })).ToBeVisibleAsync();
        return await Page.GetByRole(AriaRole.Textbox, new() { Name = "Client id" }).InputValueAsync();
    }

    /// <summary>Whether the page is wider than the window.</summary>
    public Task<bool> HasHorizontalScrollAsync() =>
        Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth");

    public async ValueTask DisposeAsync()
    {
        await _context.CloseAsync();
        _errors.Should().BeEmpty("the page works without errors, and asks nobody but its own server");
    }

    // Browsers report each answer that is a refusal, which is what some tests are about.
    private static bool IsRefusal(string text) =>
        text.StartsWith("Failed to load resource: the server responded with a status of 4", StringComparison.Ordinal);

    private void Note(bool isError, string text)
    {
        if (isError)
        {
            _errors.Enqueue(text);
        }
    }
}
