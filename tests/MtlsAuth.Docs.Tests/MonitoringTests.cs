using System.Text.Json;
using System.Text.RegularExpressions;
using MtlsAuth.JwksUri;

namespace MtlsAuth.Docs.Tests;

/// <summary>The dashboard and the alert rules ask for series, labels and values that there are.</summary>
public sealed partial class MonitoringTests
{
    private const string Dashboard = "docs/operations/dashboard.json";
    private const string Alerts = "docs/operations/alerts.yml";

    // What every scrape adds, and the bounds of a histogram's buckets.
    private static readonly string[] GeneralLabels = ["job", "instance", "le"];

    private static string[] Expressions { get; } =
    [
        .. Rules().Matches(Repository.Read(Alerts)).Select(static match => match.Groups["expression"].Value),
        .. ReadDashboard(),
    ];

    [Test]
    public async Task Every_series_is_one_that_the_packages_emit()
    {
        IReadOnlySet<string> series = await Instruments.FindSeriesAsync();

        Expressions.SelectMany(static text => Series().Matches(Groupings().Replace(text, " ")))
            .Select(static match => match.Value).Distinct()
            .Should().NotBeEmpty().And.BeSubsetOf(series);
    }

    [Test]
    public async Task Every_instrument_is_on_the_dashboard()
    {
        string dashboard = Repository.Read(Dashboard);
        IReadOnlySet<string> series = await Instruments.FindSeriesAsync();

        // Of a histogram the buckets are enough.
        series.Where(static name => !name.EndsWith("_sum", StringComparison.Ordinal) && !name.EndsWith("_count", StringComparison.Ordinal))
            .Should().OnlyContain(name => dashboard.Contains(name));
    }

    [Test]
    public void Every_label_is_one_that_the_packages_emit()
    {
        IEnumerable<string> matched = Expressions.SelectMany(static text => Matchers().Matches(text))
            .Select(static match => match.Groups["label"].Value);
        IEnumerable<string> grouped = Expressions.SelectMany(static text => Groupings().Matches(text))
            .SelectMany(static match => match.Groups["labels"].Value.Split(", "));

        matched.Concat(grouped).Distinct().Should().NotBeEmpty().And.BeSubsetOf(Instruments.FindLabels().Concat(GeneralLabels));
    }

    [Test]
    public void Every_value_of_a_label_is_one_that_there_is()
    {
        string[] values =
        [
            .. Enum.GetNames<ClientAuthenticationFailureReason>(), .. Enum.GetNames<PresentedCertificateStatus>(),
            .. Enum.GetNames<ConfirmationOutcome>(), .. Enum.GetNames<JwksUriFailure>(),
            "stale", "unavailable", "failed", "budget", string.Empty,
        ];

        Expressions.SelectMany(static text => Matchers().Matches(text))
            .Where(static it => !GeneralLabels.Contains(it.Groups["label"].Value))
            .SelectMany(static it => it.Groups["value"].Value.Split('|')).Distinct()
            .Should().BeSubsetOf(values);
    }

    [Test]
    public void Every_alert_says_what_it_is_and_what_to_do()
    {
        string[] rules = Repository.Read(Alerts).Split("- alert: ")[1..];

        rules.Should().HaveCountGreaterThan(10)
            .And.OnlyContain(static rule => rule.Contains("severity: ") && rule.Contains("summary: ") && rule.Contains("runbook: "));
    }

    [Test]
    public void Every_reason_that_gives_clients_503_has_an_alert()
    {
        ClientAuthenticationFailureReason[] temporary =
        [
            ClientAuthenticationFailureReason.ClientMetadataUnavailable,
            ClientAuthenticationFailureReason.ClientKeysUnavailable,
            ClientAuthenticationFailureReason.RevocationUnknown,
            ClientAuthenticationFailureReason.ChainValidationBusy,
            ClientAuthenticationFailureReason.TrustAnchorsUnavailable,
        ];

        temporary.Should().OnlyContain(static reason => Expressions.Any(text => text.Contains(reason.ToString())));
    }

    private static IEnumerable<string> ReadDashboard()
    {
        using JsonDocument dashboard = JsonDocument.Parse(Repository.Read(Dashboard));
        return
        [
            .. dashboard.RootElement.GetProperty("panels").EnumerateArray()
                .SelectMany(static panel => panel.GetProperty("targets").EnumerateArray())
                .Select(static target => target.GetProperty("expr").GetString()!),
        ];
    }

    [GeneratedRegex(@"^ +expr: (?<expression>.*)$", RegexOptions.Multiline)]
    private static partial Regex Rules();

    [GeneratedRegex(@"\bmtlsauth_\w+(?=[{\[)])")]
    private static partial Regex Series();

    [GeneratedRegex(@"(?<label>\w+)(=~|!~|!=|=)""(?<value>[^""]*)""")]
    private static partial Regex Matchers();

    [GeneratedRegex(@"by \((?<labels>[^)]*)\)")]
    private static partial Regex Groupings();
}
