using System.Globalization;
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

    // Of what is left to certificates, in days.
    private static readonly int[] LifetimeBounds = [1, 3, 7, 14, 30, 60, 90, 180, 365, 730];

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
    public void Every_bound_of_a_bucket_is_found_in_both_spellings()
    {
        // Plainly in Prometheus' text format, and as 86400.0 or 2.592e+06 in OpenMetrics, which Prometheus asks for.
        (string Plain, string OpenMetrics)[] bounds =
        [
            .. LifetimeBounds.Select(static days => days * 86_400)
                .Select(static seconds => (Write(seconds, "0"), Write(seconds, seconds < 1_000_000 ? "0.0" : "0.#####e+00"))),
        ];

        Match[] matchers =
        [
            .. Expressions.SelectMany(static text => Matchers().Matches(text)).Where(static it => it.Groups["label"].Value == "le"),
        ];

        matchers.Should().NotBeEmpty().And.OnlyContain(static it => it.Groups["operator"].Value == "=~");
        matchers.Select(static it => $"^(?:{it.Groups["value"].Value})$").Should().OnlyContain(pattern =>
            bounds.Count(it => Regex.IsMatch(it.Plain, pattern) && Regex.IsMatch(it.OpenMetrics, pattern)) == 1
            && bounds.Count(it => Regex.IsMatch(it.Plain, pattern) || Regex.IsMatch(it.OpenMetrics, pattern)) == 1);

        static string Write(int seconds, string format) => seconds.ToString(format, CultureInfo.InvariantCulture);
    }

    [Test]
    public async Task Jobs_can_be_chosen_that_have_any_of_the_series()
    {
        using JsonDocument dashboard = JsonDocument.Parse(Repository.Read(Dashboard));
        string query = dashboard.RootElement.GetProperty("templating").GetProperty("list").EnumerateArray()
            .Single(static variable => variable.GetProperty("name").GetString() == "job").GetProperty("query").GetString()!;

        Match names = Names().Match(query);

        // An API has checks of token bindings, and no attempts of clients.
        names.Success.Should().BeTrue();
        (await Instruments.FindSeriesAsync()).Should().OnlyContain(name => Regex.IsMatch(name, $"^(?:{names.Groups["names"].Value})$"));
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

    [GeneratedRegex(@"(?<label>\w+)(?<operator>=~|!~|!=|=)""(?<value>[^""]*)""")]
    private static partial Regex Matchers();

    [GeneratedRegex(@"^label_values\(\{__name__=~""(?<names>[^""]*)""\}, job\)$")]
    private static partial Regex Names();

    [GeneratedRegex(@"by \((?<labels>[^)]*)\)")]
    private static partial Regex Groupings();
}
