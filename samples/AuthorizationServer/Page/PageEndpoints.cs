namespace AuthorizationServer.Page;

/// <summary>The page for people: what a certificate is, and why a client gets in or not.</summary>
internal static class PageEndpoints
{
    private const string Path = "/ui";

    /// <summary>Registers what the page needs.</summary>
    public static void AddPage(this WebApplicationBuilder builder)
    {
        RecentRefusals refusals = new(TimeProvider.System);
        builder.Services.AddSingleton(refusals);
        builder.Services.AddSingleton<MethodTrials>();
        builder.Services.AddSingleton<CertificatePage>();
        builder.Services.AddSingleton<RegisterPage>();
        builder.Services.AddSingleton<TryPage>();
        builder.Services.AddSingleton<RefusalsPage>();

        // What else is heard or not is for the settings of the log to say; this hears refusals in any case, and nothing else.
        builder.Logging.AddProvider(refusals);
        builder.Logging.AddFilter<RecentRefusals>(null, LogLevel.None);
        builder.Logging.AddFilter<RecentRefusals>(RecentRefusals.Category, LogLevel.Warning);
    }

    /// <summary>Maps the page.</summary>
    /// <param name="app">The server.</param>
    /// <param name="port">The port for browsers: the page is at no other.</param>
    public static void MapPage(this WebApplication app, int port)
    {
        PageGuard guard = new(port);
        app.UseWhen(static context => context.Request.Path.StartsWithSegments(Path), branch => branch.Use(guard.HandleAsync));

        RouteGroupBuilder pages = app.MapGroup(Path);
        pages.MapGet("/", CertificatePage.ShowForm);
        pages.MapPost("/", (HttpContext context, CertificatePage page) => page.ReadAsync(context));
        pages.MapGet("/register", RegisterPage.ShowForm);
        pages.MapPost("/register", (HttpContext context, RegisterPage page) => page.RegisterAsync(context));
        pages.MapGet("/try", TryPage.ShowForm);
        pages.MapPost("/try", (HttpContext context, TryPage page) => page.TryAsync(context));
        pages.MapGet("/refusals", (RefusalsPage page) => page.Show());
        pages.MapGet("/page.css", static () => PageFile.Serve("page.css", "text/css; charset=utf-8"));
        pages.MapGet("/page.js", static () => PageFile.Serve("page.js", "text/javascript; charset=utf-8"));
        pages.MapGet("/icon.svg", static () => PageFile.Serve("icon.svg", "image/svg+xml"));
    }
}
