using MtlsAuth;
using MtlsAuth.Registration;

namespace AuthorizationServer.Page;

/// <summary>Says what a certificate is, and what to register of it.</summary>
internal sealed class CertificatePage(MethodTrials trials, TimeProvider clock)
{
    private const string Title = "What is this certificate?";

    public static PageResult ShowForm() => new(PageLayout.Document(Title, PageLayout.Certificate, Html.Of($"""
        <p class="lead">See what a certificate is, which methods of client authentication it can serve, and the metadata to register.</p>
        {Form}
        """)));

    public async Task<PageResult> ReadAsync(HttpContext context)
    {
        (IFormCollection? form, PageResult? refusal) = await FormReader.ReadAsync(context);
        if (form is null)
        {
            return refusal!;
        }

        (CertificateInput? input, Html? fault) = await CertificateUpload.ReadAsync(form, context.RequestAborted);
        if (input is null)
        {
            return new PageResult(
                PageLayout.Document(Title, PageLayout.Certificate, Html.Of($"""
                    {PageLayout.Notice(NoticeKind.Bad, "This is not read as a certificate", fault!)}
                    {Form}
                    """)),
                StatusCodes.Status422UnprocessableEntity);
        }

        IReadOnlyList<MethodTrial> tried = await trials.RunAsync(input, context.RequestAborted);
        return new PageResult(PageLayout.Document(Title, PageLayout.Certificate, Show(input, tried)));
    }

    private static Html Form => Html.Of($"""
        <form class="card drop" method="post" action="{PageLayout.Certificate}" enctype="multipart/form-data" data-drop="send">
        {CertificateForm.Fields}
        <button type="submit">Read the certificate</button>
        </form>
        """);

    private Html Show(CertificateInput input, IReadOnlyList<MethodTrial> tried)
    {
        Html chain = input.Chain.Count == 0 ? Html.Empty : Html.Of($"""
            <h3>Sent with it</h3>
            <ul>{input.Chain.Select(static further => Html.Of($"<li>{CertificateFacts.SubjectOf(further)}</li>"))}</ul>
            """);
        return Html.Of($"""
            <section class="card" aria-labelledby="facts">
            <h2 id="facts">{CertificateFacts.SubjectOf(input.Certificate)}</h2>
            <p class="hint">Read as {input.Form}.</p>
            {CertificateFacts.Show(input.Certificate, clock.GetUtcNow())}
            {chain}
            {ShowPolicy(tried)}
            </section>
            {QualificationView.Show(input.Certificate)}
            <section class="card" aria-labelledby="thumbprints">
            <h2 id="thumbprints">Thumbprints</h2>
            {CertificateFacts.ShowThumbprints(input.Certificate)}
            </section>
            <section aria-labelledby="methods">
            <h2 id="methods">What to register</h2>
            <p>For each method: whether a client would get in here with this certificate, and the metadata that it registers (RFC 7591).</p>
            {tried.Where(static trial => !IsByName(trial)).Select(ShowMethod)}
            {ShowNames([.. tried.Where(IsByName)])}
            </section>
            <section class="card" aria-labelledby="try">
            <h2 id="try">Try it against a client</h2>
            <form method="post" action="{PageLayout.Try}" enctype="multipart/form-data">
            {CertificateForm.Hidden(input)}
            {TryPage.ClientIdField(string.Empty)}
            <button type="submit">Try</button>
            </form>
            </section>
            <p><a href="{PageLayout.Certificate}">Read another certificate</a></p>
            """);
    }

    private static bool IsByName(MethodTrial trial) =>
        trial.Metadata.TokenEndpointAuthMethod == ClientAuthenticationMethods.TlsClientAuth;

    // What is demanded of the certificate is the same for both methods that compare keys, and asked before they do.
    private static Html ShowPolicy(IReadOnlyList<MethodTrial> tried)
    {
        if (tried.FirstOrDefault(static trial => !IsByName(trial)
            && trial.Result.FailureReason != ClientAuthenticationFailureReason.MethodNotEnabled) is not { Result: { } result })
        {
            return Html.Empty;
        }

        string reported = string.Join(", ", result.ReportedViolations);
        return result.IsAuthenticated
            ? Html.Of($"""
                <p class="verdict"><span class="tag good">passes</span> The policy of this server lets it pass{(reported.Length == 0
                    ? "." : $", and reports {reported}.")}</p>
                """)
            : Html.Of($"""
                <p class="verdict"><span class="tag bad">refused</span> The policy of this server refuses it: {ReasonOf(result)}</p>
                """);
    }

    private static Html ShowMethod(MethodTrial trial) => Html.Of($"""
        <article class="card">
        <h3><code>{trial.Metadata.TokenEndpointAuthMethod}</code> {ShowVerdict(trial.Result)}</h3>
        <p>{Explain(trial.Metadata)}</p>
        {ShowReason(trial.Result)}
        {ShowMetadata(trial)}
        </article>
        """);

    // Whichever name is registered, the verdict is the same.
    private static Html ShowNames(IReadOnlyList<MethodTrial> names)
    {
        if (names.Count == 0)
        {
            return Html.Of($"""
                <article class="card">
                <h3><code>{ClientAuthenticationMethods.TlsClientAuth}</code> <span class="tag bad">no</span></h3>
                <p>The certificate has no name that could be registered.</p>
                </article>
                """);
        }

        Html others = names.Count == 1 ? Html.Empty : Html.Of($"""
            <details>
            <summary>By another name ({names.Count - 1})</summary>
            {names.Skip(1).Select(ShowMetadata)}
            </details>
            """);
        return Html.Of($"""
            <article class="card">
            <h3><code>{ClientAuthenticationMethods.TlsClientAuth}</code> {ShowVerdict(names[0].Result)}</h3>
            <p>{Explain(names[0].Metadata)}</p>
            {ShowReason(names[0].Result)}
            {ShowMetadata(names[0])}
            {others}
            </article>
            """);
    }

    private static Html ShowMetadata(MethodTrial trial)
    {
        string json = MetadataText.Of(trial.Metadata);
        string id = $"metadata-{trial.Id}";
        return Html.Of($"""
            {ShowFindings(trial.Findings)}
            {PageLayout.Code(id, $"Metadata for {trial.Name}", json)}
            <form method="post" action="{PageLayout.Register}">
            <input type="hidden" name="{RegisterPage.Metadata}" value="{json}">
            <button type="submit" class="quiet" aria-label="Register a demo client for {trial.Name}">Register a demo client</button>
            </form>
            """);
    }

    private static Html ShowVerdict(ClientAuthenticationResult result) => result.IsAuthenticated
        ? Html.Of($"""<span class="tag good">yes</span>""")
        : Html.Of($"""<span class="tag bad">no</span>""");

    private static Html ShowReason(ClientAuthenticationResult result) =>
        result.IsAuthenticated ? Html.Empty : Html.Of($"<p>{ReasonOf(result)}</p>");

    private static Html ReasonOf(ClientAuthenticationResult result) => Html.Of($"""
        <code>{result.FailureReason.ToString()}</code>: {VisibleText.Shorten(result.FailureDetail ?? "no more is known")}
        """);

    private static Html ShowFindings(IReadOnlyList<ClientRegistrationFinding> findings) => findings.Count == 0 ? Html.Empty : Html.Of($"""
        <p>Registration says:</p>
        <ul>{findings.Select(static finding => Html.Of($"<li>{finding.Severity.ToString()}: {finding.ToString()}</li>"))}</ul>
        """);

    private static string Explain(ClientMetadata metadata) => metadata.TokenEndpointAuthMethod switch
    {
        ClientAuthenticationMethods.PubKeyTlsClientAuth =>
            "The key counts: a renewed certificate over the same key needs no new registration.",
        ClientAuthenticationMethods.SelfSignedTlsClientAuth =>
            "The certificate itself counts: when it is renewed, the new one is registered.",
        _ => "The name counts, in a certificate of an authority that the server trusts.",
    };
}
