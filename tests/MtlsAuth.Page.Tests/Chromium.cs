using Microsoft.Playwright;

namespace MtlsAuth.Page.Tests;

/// <summary>Debian's browser without a window, started once.</summary>
internal static class Chromium
{
    private const string ExecutablePath = "/usr/bin/chromium";

    private static readonly SemaphoreSlim Turn = new(1);

    private static IPlaywright? _playwright;
    private static IBrowser? _browser;

    /// <summary>The browser; the test is skipped where there is none.</summary>
    public static async Task<IBrowser> GetAsync()
    {
        if (!File.Exists(ExecutablePath))
        {
            Assert.Ignore("There is no Chromium: apt-get install chromium");
        }

        await Turn.WaitAsync();
        try
        {
            _playwright ??= await Playwright.CreateAsync();

            // Machines that build and test at once are slow; nothing here waits longer than it has to.
            Assertions.SetDefaultExpectTimeout(60_000);
            return _browser ??= await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
            {
                ExecutablePath = ExecutablePath,

                // Chromium's sandbox does not start for root, as whom containers run tests. The pages here are the server's own.
                ChromiumSandbox = Environment.UserName != "root",
                Timeout = 120_000,
            });
        }
        finally
        {
            Turn.Release();
        }
    }

    public static async Task StopAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}
