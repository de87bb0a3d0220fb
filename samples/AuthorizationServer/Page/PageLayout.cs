namespace AuthorizationServer.Page;

/// <summary>What all pages have around them.</summary>
internal static class PageLayout
{
    public const string Certificate = "/ui";
    public const string Register = "/ui/register";
    public const string Try = "/ui/try";
    public const string Refusals = "/ui/refusals";

    private static readonly (string Address, string Name)[] Pages =
    [
        (Certificate, "Certificate"),
        (Register, "Register"),
        (Try, "Try"),
        (Refusals, "Refusals"),
    ];

    /// <summary>A whole page.</summary>
    /// <param name="title">Its heading.</param>
    /// <param name="current">Which of the pages it belongs to.</param>
    /// <param name="main">What it shows.</param>
    public static Html Document(string title, string current, Html main) => Html.Of($"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{title} - MtlsAuth sample server</title>
        <link rel="icon" href="/ui/icon.svg" type="image/svg+xml">
        <link rel="stylesheet" href="/ui/page.css">
        <script src="/ui/page.js" defer></script>
        </head>
        <body>
        <a class="skip" href="#main">Skip to the content</a>
        <header>
        <div class="bar">
        <a class="brand" href="/ui">MtlsAuth<span> sample server</span></a>
        <nav aria-label="Pages">{Pages.Select(page => Link(page.Address, page.Name, current))}</nav>
        </div>
        </header>
        <main id="main" tabindex="-1">
        <h1>{title}</h1>
        {main}
        </main>
        <footer>
        <p>For trying things out. Everybody who reaches this port can register clients here and see why others are refused:
        no server for more than that has such a page. <code>--Ui false</code> turns it off.</p>
        </footer>
        <div id="status" class="status" role="status"></div>
        </body>
        </html>

        """);

    /// <summary>A page that says what was wrong with a request.</summary>
    public static Html Refuse(string title, Html why) => Document(title, string.Empty, Notice(NoticeKind.Bad, title, why));

    /// <summary>A sentence that is seen first.</summary>
    public static Html Notice(NoticeKind kind, string heading, Html text) => Html.Of($"""
        <section class="notice {(kind == NoticeKind.Bad ? "bad" : "good")}" role="{(kind == NoticeKind.Bad ? "alert" : "status")}">
        <h2>{heading}</h2>
        {text}
        </section>
        """);

    /// <summary>A text in its own form, with a button that copies it.</summary>
    /// <param name="id">The element's id, unique in the page.</param>
    /// <param name="name">What it is, for whoever does not see it.</param>
    /// <param name="text">The text.</param>
    public static Html Code(string id, string name, string text) => Html.Of($"""
        <div class="code">
        <pre id="{id}" tabindex="0" role="region" aria-label="{name}">{text}</pre>
        <button type="button" class="copy quiet" data-copy="{id}" aria-label="Copy: {name}">Copy</button>
        </div>
        """);

    private static Html Link(string address, string name, string current) => address == current
        ? Html.Of($"""<a href="{address}" aria-current="page">{name}</a>""")
        : Html.Of($"""<a href="{address}">{name}</a>""");
}
