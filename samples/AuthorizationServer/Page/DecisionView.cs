using MtlsAuth;

namespace AuthorizationServer.Page;

/// <summary>Shows a decision of client authentication with its explanation.</summary>
internal static class DecisionView
{
    public static Html Show(ClientAuthenticationExplanation explanation, string clientId, CertificateInput input)
    {
        ClientAuthenticationResult result = explanation.Result;
        Html decision = result.IsAuthenticated
            ? PageLayout.Notice(NoticeKind.Good, "This certificate lets the client in", Html.Of($"<p>By <code>{result.Method}</code>.</p>"))
            : PageLayout.Notice(NoticeKind.Bad, "Refused", Html.Of($"""
                <dl class="facts">
                <dt>Reason</dt><dd><code>{result.FailureReason.ToString()}</code></dd>
                <dt>Detail</dt><dd>{VisibleText.Shorten(result.FailureDetail ?? "no more is known")}</dd>
                <dt>The client is told</dt><dd>{result.Error.StatusCode} <code>{result.Error.Error}</code></dd>
                </dl>
                {ReasonGuide.Explain(ReasonGuide.Reasons, result.FailureReason.ToString())}
                """));
        return Html.Of($"""
            {decision}
            <section class="card" aria-labelledby="asked">
            <h2 id="asked">What was asked</h2>
            <dl class="facts">
            <dt>Client</dt><dd><bdi>{clientId}</bdi></dd>
            <dt>Its method</dt><dd>{ShowMethod(result)}</dd>
            <dt>Certificate</dt><dd>{CertificateFacts.SubjectOf(input.Certificate)}</dd>
            <dt><code>x5t#S256</code></dt><dd><code>{input.Certificate.Thumbprint.ToString()}</code></dd>
            </dl>
            </section>
            {ShowComparisons(explanation)}
            """);
    }

    private static Html ShowMethod(ClientAuthenticationResult result) =>
        result.Client is null ? Html.Of($"not known")
        : result.Method is { } method ? Html.Of($"<code>{VisibleText.Shorten(method)}</code>")
        : Html.Of($"none, which means <code>client_secret_basic</code>");

    private static Html ShowComparisons(ClientAuthenticationExplanation explanation)
    {
        if (explanation.Comparisons.Count == 0)
        {
            return Html.Empty;
        }

        Html omitted = explanation.OmittedCount == 0
            ? Html.Empty
            : Html.Of($"""<p class="hint">{explanation.OmittedCount} more are as far or farther.</p>""");
        return Html.Of($"""
            <section class="card" aria-labelledby="compared">
            <h2 id="compared">What is registered, nearest first</h2>
            <table class="compared" role="table" aria-labelledby="compared">
            <thead role="rowgroup"><tr role="row">
            <th role="columnheader" scope="col">Registered as</th>
            <th role="columnheader" scope="col">Registered</th>
            <th role="columnheader" scope="col">Presented</th>
            <th role="columnheader" scope="col">Difference</th>
            </tr></thead>
            <tbody role="rowgroup">{explanation.Comparisons.Select(ShowComparison)}</tbody>
            </table>
            {omitted}
            </section>
            """);
    }

    private static Html ShowComparison(RegisteredValueComparison comparison)
    {
        Html keyId = comparison.KeyId is { } id ? Html.Of($"<br><small>kid <bdi>{id}</bdi></small>") : Html.Empty;
        bool isMatch = comparison.Difference == RegisteredValueDifference.None;
        return Html.Of($"""
            <tr role="row">
            <td role="cell" data-label="Registered as"><code>{comparison.Member}</code>{keyId}</td>
            <td role="cell" data-label="Registered"><code>{comparison.Registered}</code></td>
            <td role="cell" data-label="Presented"><code>{comparison.Presented}</code></td>
            <td role="cell" data-label="Difference"><span class="tag {(isMatch ? "good" : "bad")}">{comparison.Difference.ToString()}</span>
            <span>{comparison.Description}</span></td>
            </tr>
            """);
    }
}
