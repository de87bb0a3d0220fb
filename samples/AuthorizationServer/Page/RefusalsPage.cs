namespace AuthorizationServer.Page;

/// <summary>Shows which clients were refused of late, and why.</summary>
internal sealed class RefusalsPage(RecentRefusals refusals)
{
    public PageResult Show()
    {
        IReadOnlyList<Refusal> recent = refusals.ToList();
        Html list = recent.Count == 0
            ? Html.Of($"""<p class="card">No client was refused since the server started.</p>""")
            : Html.Of($"""
                <div class="card">
                <table class="refusals" role="table" aria-label="Refusals">
                <thead role="rowgroup"><tr role="row">
                <th role="columnheader" scope="col">Time</th>
                <th role="columnheader" scope="col">Client</th>
                <th role="columnheader" scope="col">Reason</th>
                <th role="columnheader" scope="col">Detail</th>
                </tr></thead>
                <tbody role="rowgroup">{recent.Select(ShowRow)}</tbody>
                </table>
                </div>
                """);
        return new PageResult(PageLayout.Document("Recent refusals", PageLayout.Refusals, Html.Of($"""
            <p class="lead">The latest {RecentRefusals.Capacity} at most, from the server's log. Clients themselves are told no more than
            <code>invalid_client</code>.</p>
            {list}
            """)));
    }

    private static Html ShowRow(Refusal refusal) => Html.Of($"""
        <tr role="row">
        <td role="cell" data-label="Time">{CertificateFacts.ShowTime(refusal.Time)}</td>
        <td role="cell" data-label="Client"><bdi>{refusal.ClientId}</bdi><br><small>{refusal.Method}</small></td>
        <td role="cell" data-label="Reason"><span class="tag bad">{refusal.Reason}</span></td>
        <td role="cell" data-label="Detail"><span>{refusal.Detail}</span>
        <details>
        <summary>Cause and cure</summary>
        {ReasonGuide.Explain(ReasonGuide.Reasons, refusal.Reason)}
        <p>Certificate <code>{refusal.CertificateThumbprint}</code>.
        <a href="{PageLayout.Try}?client_id={Uri.EscapeDataString(refusal.ClientId)}">Try a certificate against this client</a></p>
        </details></td>
        </tr>
        """);
}
