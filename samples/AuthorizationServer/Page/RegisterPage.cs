using System.Text;
using MtlsAuth;
using MtlsAuth.Registration;

namespace AuthorizationServer.Page;

/// <summary>Registers a demo client, by the rules of the registration endpoint.</summary>
internal sealed class RegisterPage(RegistrationEndpoint endpoint, RegistrationAddress address)
{
    public const string Metadata = "metadata";

    private const string Title = "Register a demo client";

    public static PageResult ShowForm() => new(PageLayout.Document(Title, PageLayout.Register, Form(string.Empty)));

    public async Task<PageResult> RegisterAsync(HttpContext context)
    {
        (IFormCollection? form, PageResult? refusal) = await FormReader.ReadAsync(context);
        if (form is null)
        {
            return refusal!;
        }

        string metadata = form[Metadata].ToString();
        (ClientRegistrationResponse? response, OAuthError? error) =
            await endpoint.RegisterAsync(Encoding.UTF8.GetBytes(metadata), context.RequestAborted);
        return error is null
            ? new PageResult(PageLayout.Document(Title, PageLayout.Register, Show(response!)), StatusCodes.Status201Created)
            : new PageResult(
                PageLayout.Document(Title, PageLayout.Register, Html.Of($"""
                    {PageLayout.Notice(NoticeKind.Bad, "Not registered", Html.Of($"""
                        <dl class="facts">
                        <dt>Error</dt><dd><code>{error.Error}</code></dd>
                        <dt>Why</dt><dd>{error.ErrorDescription}</dd>
                        </dl>
                        """))}
                    {Form(metadata)}
                    """)),
                error.StatusCode);
    }

    private static Html Form(string metadata) => Html.Of($"""
        <form class="card" method="post" action="{PageLayout.Register}">
        <div class="field">
        <label for="metadata">Client metadata</label>
        <textarea id="metadata" name="{Metadata}" rows="14" spellcheck="false" autocomplete="off" autocapitalize="off" required
          aria-describedby="metadata-hint">{metadata}</textarea>
        <p class="hint" id="metadata-hint">One JSON object (RFC 7591), as <a href="{PageLayout.Certificate}">the page of a certificate</a>
        has it for each method. The same rules hold as at the registration endpoint.</p>
        </div>
        <button type="submit">Register</button>
        </form>
        """);

    private Html Show(ClientRegistrationResponse response)
    {
        string clientId = response.Metadata!.ClientId;
        return Html.Of($"""
            {PageLayout.Notice(NoticeKind.Good, "Registered", Html.Of($"<p>The client is <code>{clientId}</code>.</p>"))}
            <section class="card" aria-labelledby="answer">
            <h2 id="answer">What the server answered</h2>
            <p class="hint">With the token, whoever has it changes or deletes this registration (RFC 7592). It is not shown again.</p>
            {PageLayout.Code("registration", "Answer to the registration", MetadataText.Of(response.ToUtf8Json(address.Of(clientId))))}
            </section>
            <section class="card" aria-labelledby="token">
            <h2 id="token">Get a token</h2>
            <p class="hint">In the repository's folder, with the certificate and its key.</p>
            {PageLayout.Code("command", "Command that gets a token", CommandOf(clientId))}
            </section>
            <section class="card" aria-labelledby="try">
            <h2 id="try">Try a certificate against it</h2>
            {TryPage.Form(clientId)}
            </section>
            """);
    }

    private string CommandOf(string clientId) => $"""
        curl -sS --cacert samples/AuthorizationServer/mtlsauth-data/server.crt \
          --cert client.crt --key client.key {address.Issuer}/token \
          -d grant_type=client_credentials -d client_id={Uri.EscapeDataString(clientId)}
        """;
}
