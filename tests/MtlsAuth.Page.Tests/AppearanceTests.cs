using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace MtlsAuth.Page.Tests;

/// <summary>Keyboards, narrow windows, light and dark, and what a screen reader is told.</summary>
public sealed partial class AppearanceTests
{
    // For pictures in the documentation, the folder that they go to.
    private const string PictureFolder = "MTLSAUTH_PICTURES";
    private const int LargestPicture = 150 * 1024;

    // WCAG 2.2, success criterion 1.4.3.
    private const string FindWeakContrast = """
        () => {
          const channels = color => color.match(/[\d.]+/g).map(Number);
          const luminance = color => {
            const [r, g, b] = channels(color).map(value => value / 255)
              .map(value => value <= .04045 ? value / 12.92 : ((value + .055) / 1.055) ** 2.4);
            return .2126 * r + .7152 * g + .0722 * b;
          };
          const groundOf = element => {
            for (let at = element; at; at = at.parentElement) {
              const color = getComputedStyle(at).backgroundColor;
              if ((channels(color)[3] ?? 1) === 1) return color;
            }
            return "rgb(255, 255, 255)";
          };
          const weak = [];
          for (const element of document.querySelectorAll("body *")) {
            if (![...element.childNodes].some(node => node.nodeType === 3 && node.data.trim()) || !element.checkVisibility()) continue;
            const [light, dark] = [luminance(getComputedStyle(element).color), luminance(groundOf(element))].sort((a, b) => b - a);
            if ((light + .05) / (dark + .05) < 4.5) weak.push(element.outerHTML.slice(0, 200));
          }
          return weak;
        }
        """;

    // Browsers name a field for a file by themselves, but not after what it is for.
    private const string FindUnlabelled = """
        () => [...document.querySelectorAll("input:not([type=hidden]), textarea, select")]
          .filter(field => field.labels.length === 0).map(field => field.outerHTML)
        """;

    [Test]
    public async Task The_keyboard_is_enough()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync();
        IKeyboard keyboard = browser.Page.Keyboard;

        await keyboard.PressAsync("Tab");
        (await NameOfFocusAsync(browser.Page)).Should().Be("Skip to the content");
        (await browser.Page.EvaluateAsync<string>("getComputedStyle(document.activeElement).outlineStyle")).Should().Be("solid");
        await keyboard.PressAsync("Enter");
        await TabToAsync(browser.Page, "text");
        await keyboard.InsertTextAsync(Certificates.CreatePem());
        await keyboard.PressAsync("Tab");
        (await NameOfFocusAsync(browser.Page)).Should().Be("Read the certificate");
        await keyboard.PressAsync("Enter");
        await Assertions.Expect(browser.Page.GetByRole(AriaRole.Heading, new() { Name = "What to register" })).ToBeVisibleAsync();

        await TabToAsync(browser.Page, "Register a demo client for pub_key_tls_client_auth");
        await keyboard.PressAsync("Enter");

        await Assertions.Expect(browser.Page.GetByRole(AriaRole.Heading, new() { Name = "Registered", Exact = true })).ToBeVisibleAsync();
    }

    [TestCase(360)]
    [TestCase(1000)]
    public async Task No_page_is_wider_than_the_window(int width)
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync(
            configure: options => options.ViewportSize = new ViewportSize { Width = width, Height = 740 });

        await foreach (string name in VisitAsync(browser))
        {
            (await browser.HasHorizontalScrollAsync()).Should().BeFalse(name);
        }
    }

    [TestCase(ColorScheme.Light)]
    [TestCase(ColorScheme.Dark)]
    public async Task Text_stands_out_from_its_ground(ColorScheme scheme)
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync(configure: options => options.ColorScheme = scheme);

        await foreach (string name in VisitAsync(browser))
        {
            (await browser.Page.EvaluateAsync<string[]>(FindWeakContrast)).Should().BeEmpty(name);
        }
    }

    [Test]
    public async Task Dark_is_dark()
    {
        await using BrowserPage light = await BrowserPage.OpenAsync(configure: static options => options.ColorScheme = ColorScheme.Light);
        await using BrowserPage dark = await BrowserPage.OpenAsync(configure: static options => options.ColorScheme = ColorScheme.Dark);

        (await GroundOfAsync(light)).Should().BeGreaterThan(600);
        (await GroundOfAsync(dark)).Should().BeLessThan(150);
    }

    [Test]
    public async Task Everything_that_is_operated_has_a_name()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync();

        await foreach (string name in VisitAsync(browser))
        {
            string tree = await browser.Page.Locator("body").AriaSnapshotAsync();
            tree.Should().Contain("- link \"Refusals\"", name);
            Nameless().Matches(tree).Select(static match => match.Value).Should().BeEmpty(name);
            (await browser.Page.EvaluateAsync<string[]>(FindUnlabelled)).Should().BeEmpty(name);
            (await browser.Page.GetByRole(AriaRole.Heading, new() { Level = 1 }).CountAsync()).Should().Be(1, name);
            (await browser.Page.EvaluateAsync<string[]>(
                "[...document.querySelectorAll('[id]')].map(element => element.id)")).Should().OnlyHaveUniqueItems(name);
        }
    }

    [Test]
    public async Task Nothing_moves_once_it_is_there()
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync();

        await foreach (string name in VisitAsync(browser))
        {
            double shift = await browser.Page.EvaluateAsync<double>("""
                () => new Promise(resolve => {
                  new PerformanceObserver(list => resolve(list.getEntries()
                    .filter(entry => !entry.hadRecentInput).reduce((sum, entry) => sum + entry.value, 0)))
                    .observe({ type: "layout-shift", buffered: true });
                  setTimeout(() => resolve(0), 200);
                })
                """);
            shift.Should().Be(0, name);
        }
    }

    [TestCase(ColorScheme.Light, "page-light.png")]
    [TestCase(ColorScheme.Dark, "page-dark.png")]
    public async Task Pictures_for_the_documentation_are_small(ColorScheme scheme, string name)
    {
        await using BrowserPage browser = await BrowserPage.OpenAsync(configure: options =>
        {
            options.ColorScheme = scheme;
            options.ViewportSize = new ViewportSize { Width = 900, Height = scheme == ColorScheme.Light ? 682 : 868 };
        });
        await browser.PasteAsync(Certificates.CreatePem());
        if (scheme == ColorScheme.Dark)
        {
            await browser.RegisterAsync("pub_key_tls_client_auth");
            await TryAnotherAsync(browser);
        }

        byte[] picture = await browser.Page.ScreenshotAsync(new() { Animations = ScreenshotAnimations.Disabled });

        picture.Should().HaveCountLessThan(LargestPicture);
        if (Environment.GetEnvironmentVariable(PictureFolder) is { Length: > 0 } folder)
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, name), picture);
        }
    }

    // All pages, once everything on them has come.
    private static async IAsyncEnumerable<string> VisitAsync(BrowserPage browser)
    {
        await foreach (string name in ShowPagesAsync(browser))
        {
            // The page itself is asked: whoever waits for the event may have missed it.
            using CancellationTokenSource limit = new(TimeSpan.FromMinutes(1));
            while (await browser.Page.EvaluateAsync<string>("document.readyState") != "complete")
            {
                await Task.Delay(20, limit.Token);
            }

            yield return name;
        }
    }

    // Each page as it is when something is shown on it.
    private static async IAsyncEnumerable<string> ShowPagesAsync(BrowserPage browser)
    {
        yield return "the form of a certificate";

        await browser.PasteAsync("nonsense");
        await Assertions.Expect(browser.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        yield return "a certificate that is not read";

        await browser.PasteAsync(Certificates.CreatePem());
        await browser.Page.GetByText("By another name (2)").ClickAsync();
        yield return "a certificate";

        await browser.RegisterAsync("self_signed_tls_client_auth");
        yield return "a client that is registered";

        await TryAnotherAsync(browser);
        yield return "a decision";

        await RefuseAsync("somebody");
        await browser.Page.GetByRole(AriaRole.Link, new() { Name = "Refusals" }).ClickAsync();
        await Assertions.Expect(browser.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "somebody" }).First).ToBeVisibleAsync();
        await browser.Page.GetByText("Cause and cure").First.ClickAsync();
        yield return "refusals";

        await browser.Page.GetByRole(AriaRole.Link, new() { Name = "Register" }).ClickAsync();
        await Assertions.Expect(browser.Page.GetByLabel("Client metadata")).ToBeVisibleAsync();
        yield return "the form of metadata";
    }

    private static async Task TryAnotherAsync(BrowserPage browser)
    {
        await browser.Page.GetByLabel("Or paste its text").FillAsync(Certificates.CreatePem());
        await browser.Page.GetByRole(AriaRole.Button, new() { Name = "Try", Exact = true }).ClickAsync();
        await Assertions.Expect(browser.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
    }

    private static async Task RefuseAsync(string clientId)
    {
        using X509Certificate2 certificate = Certificates.Create();
        using HttpClient http = SharedServer.Server.CreateClient(certificate);
        using FormUrlEncodedContent form = new(new Dictionary<string, string> { ["client_id"] = clientId });
        using HttpResponseMessage response = await http.PostAsync("/token", form);
        response.IsSuccessStatusCode.Should().BeFalse();
    }

    private static async Task TabToAsync(IPage page, string name)
    {
        for (int count = 0; count < 60; count++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await NameOfFocusAsync(page) == name)
            {
                return;
            }
        }

        Assert.Fail($"Tab does not lead to {name}.");
    }

    private static Task<string> NameOfFocusAsync(IPage page) => page.EvaluateAsync<string>(
        "(document.activeElement.ariaLabel ?? document.activeElement.textContent.trim()) || document.activeElement.id");

    private static Task<int> GroundOfAsync(BrowserPage browser) => browser.Page.EvaluateAsync<int>(
        "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number).reduce((sum, value) => sum + value)");

    [GeneratedRegex("- (?:textbox|button|link|checkbox|combobox|region)(?! \").*", RegexOptions.CultureInvariant)]
    private static partial Regex Nameless();
}
