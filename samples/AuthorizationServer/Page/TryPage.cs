using Microsoft.Extensions.Options;
using MtlsAuth;
using MtlsAuth.AspNetCore;

namespace AuthorizationServer.Page;

/// <summary>Says whether a certificate would let a client in, and if not, how near it is.</summary>
/// <remarks>Nobody proves here to hold a key: what comes of it is shown, and lets nobody in.</remarks>
internal sealed class TryPage(
    IClientCertificateAuthenticator authenticator, IOptions<MtlsAuthOptions> options, IClientJwkSetSource jwkSetSource)
{
    public const string ClientId = "client_id";

    private const string Title = "Would it get in?";
    private const int MaximumClientIdLength = 256;

    private readonly ClientAuthenticationExplainer _explainer = new(MethodTrials.CreateOptions(options.Value), jwkSetSource);

    public static PageResult ShowForm(HttpContext context)
    {
        string clientId = context.Request.Query[ClientId].ToString();
        return new PageResult(Document(Html.Of($"""
            <p class="lead">Choose a registered client and a certificate, and read what client authentication makes of them. Nothing is
            proved here, and nobody gets in by it.</p>
            {Card(clientId.Length <= MaximumClientIdLength ? clientId : string.Empty)}
            """)));
    }

    /// <summary>The field with the client's id.</summary>
    public static Html ClientIdField(string clientId) => Html.Of($"""
        <div class="field">
        <label for="client-id">Client id</label>
        <input type="text" id="client-id" name="{ClientId}" value="{clientId}" maxlength="{MaximumClientIdLength}" required
          spellcheck="false" autocomplete="off" autocapitalize="off">
        </div>
        """);

    /// <summary>The form with a client and a certificate.</summary>
    public static Html Form(string clientId) => Html.Of($"""
        <form class="drop" method="post" action="{PageLayout.Try}" enctype="multipart/form-data" data-drop="choose">
        {ClientIdField(clientId)}
        {CertificateForm.Fields}
        <button type="submit">Try</button>
        </form>
        """);

    public async Task<PageResult> TryAsync(HttpContext context)
    {
        (IFormCollection? form, PageResult? refusal) = await FormReader.ReadAsync(context);
        if (form is null)
        {
            return refusal!;
        }

        string clientId = form[ClientId].ToString();
        if (clientId.Length is 0 or > MaximumClientIdLength)
        {
            return Refuse(
                "No client is named", Html.Of($"<p>The id has from 1 to {MaximumClientIdLength} characters.</p>"), string.Empty);
        }

        (CertificateInput? input, Html? fault) = await CertificateUpload.ReadAsync(form, context.RequestAborted);
        if (input is null)
        {
            return Refuse("This is not read as a certificate", fault!, clientId);
        }

        ClientAuthenticationResult result = await authenticator.AuthenticateAsync(
            new ClientAuthenticationRequest { ClientId = clientId, Presented = PresentedCertificate.Of(input.Certificate, input.Chain) },
            context.RequestAborted);
        ClientAuthenticationExplanation explanation = await _explainer.ExplainAsync(result, context.RequestAborted);
        return new PageResult(Document(Html.Of($"""
            {DecisionView.Show(explanation, clientId, input)}
            <section class="card" aria-labelledby="again">
            <h2 id="again">Try another certificate</h2>
            {Form(clientId)}
            </section>
            """)));
    }

    private static PageResult Refuse(string heading, Html why, string clientId) => new(
        Document(Html.Of($"{PageLayout.Notice(NoticeKind.Bad, heading, why)}{Card(clientId)}")),
        StatusCodes.Status422UnprocessableEntity);

    private static Html Card(string clientId) => Html.Of($"""<section class="card" aria-label="Try">{Form(clientId)}</section>""");

    private static Html Document(Html main) => PageLayout.Document(Title, PageLayout.Try, main);
}
