using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Time.Testing;
using MtlsAuth.Testing;

namespace MtlsAuth.AspNetCore.Tests.Diagnostics;

public sealed class MtlsAuthMetricsTests
{
    [Test]
    public async Task Attempts_are_counted_by_method_certificate_and_on_failure_error()
    {
        using TestClient client = new();
        await using TestServer server = await TestServer.StartAsync(client.Metadata);
        using MetricCollector<long> attempts = Collect<long>(server, "mtlsauth.client_authentication.attempts");

        using HttpResponseMessage accepted = await server.PostTokenAsync(client.Form, client.Certificate);
        using HttpResponseMessage refused = await server.PostTokenAsync(client.Form);

        attempts.GetMeasurementSnapshot().Select(Describe).Should().Equal(
            "1 mtlsauth.certificate.status=Present mtlsauth.method=pub_key_tls_client_auth",
            "1 error.type=MissingCertificate mtlsauth.certificate.status=ConnectionWithoutCertificate "
            + "mtlsauth.method=pub_key_tls_client_auth");
    }

    [Test]
    public async Task Clients_that_are_left_to_other_methods_are_no_attempt()
    {
        ClientMetadata client = new() { ClientId = "client", TokenEndpointAuthMethod = "client_secret_basic" };
        await using TestServer server = await TestServer.StartAsync(
            services => services.AddMtlsAuth().AddInMemoryClients(client),
            static app => app.MapPost("/token", static async (HttpContext context) =>
            {
                MtlsClientDecision decision = await context.AuthenticateMtlsClientAsync();
                return decision.GetType().Name;
            }));
        using MetricCollector<long> attempts = Collect<long>(server, "mtlsauth.client_authentication.attempts");

        using HttpResponseMessage response = await server.PostTokenAsync("client_id=client&client_secret=secret");

        (await response.Content.ReadAsStringAsync()).Should().Be(nameof(MtlsClientNotOurs));
        attempts.GetMeasurementSnapshot().Should().BeEmpty();
    }

    [Test]
    public async Task Durations_are_recorded_in_seconds()
    {
        using TestClient client = new();
        await using TestServer server = await TestServer.StartAsync(client.Metadata);
        using MetricCollector<double> durations = Collect<double>(server, "mtlsauth.client_authentication.duration");

        using HttpResponseMessage response = await server.PostTokenAsync(client.Form, client.Certificate);

        CollectedMeasurement<double> duration = durations.GetMeasurementSnapshot().Single();
        duration.Value.Should().BeInRange(0, 30);
        duration.Tags.Keys.Should().BeEquivalentTo("mtlsauth.method", "mtlsauth.certificate.status");
        durations.Instrument!.Unit.Should().Be("s");
    }

    [Test]
    public async Task Durations_come_with_buckets_from_ten_microseconds_to_ten_seconds()
    {
        await using TestServer server = await TestServer.StartAsync();

        IReadOnlyList<double> boundaries = BoundariesOf(server, "mtlsauth.client_authentication.duration");

        boundaries.Should().BeInAscendingOrder().And.HaveCountGreaterThan(12);
        (boundaries[0], boundaries[^1]).Should().Be((0.000_01, 10));
    }

    [Test]
    public async Task The_remaining_lifetime_of_certificates_is_recorded_in_seconds()
    {
        using TestClient client = new("client", TestCertificates.Ec().ValidUntil(DateTimeOffset.UtcNow.AddDays(10)));
        await using TestServer server = await TestServer.StartAsync(client.Metadata);
        using MetricCollector<double> lifetimes = Collect<double>(server, "mtlsauth.client_certificate.remaining_lifetime");

        using HttpResponseMessage accepted = await server.PostTokenAsync(client.Form, client.Certificate);

        CollectedMeasurement<double> lifetime = lifetimes.GetMeasurementSnapshot().Single();
        lifetime.Value.Should().BeInRange(9.9 * 86_400, 10 * 86_400);
        lifetime.Tags.Should().BeEquivalentTo(new Dictionary<string, object?> { ["mtlsauth.method"] = "pub_key_tls_client_auth" });
        lifetimes.Instrument!.Unit.Should().Be("s");
        BoundariesOf(server, "mtlsauth.client_certificate.remaining_lifetime").Should().Contain(30 * 86_400);
    }

    [Test]
    public async Task The_certificates_of_clients_that_are_refused_have_no_remaining_lifetime()
    {
        using TestClient client = new();
        using TestClient other = new("other");
        await using TestServer server = await TestServer.StartAsync(client.Metadata);
        using MetricCollector<double> lifetimes = Collect<double>(server, "mtlsauth.client_certificate.remaining_lifetime");

        using HttpResponseMessage refused = await server.PostTokenAsync(client.Form, other.Certificate);

        lifetimes.GetMeasurementSnapshot().Should().BeEmpty();
    }

    [Test]
    public async Task Expired_certificates_that_are_only_reported_have_none_left()
    {
        using TestClient client = new("client", TestCertificates.Ec().ValidUntil(DateTimeOffset.UtcNow.AddHours(-5)));
        await using TestServer server = await TestServer.StartAsync(services => services
            .AddMtlsAuth(static options => options.CertificatePolicy.ValidityPeriod = CertificateCheck.Report)
            .AddInMemoryClients(client.Metadata));
        using MetricCollector<double> lifetimes = Collect<double>(server, "mtlsauth.client_certificate.remaining_lifetime");

        using HttpResponseMessage accepted = await server.PostTokenAsync(client.Form, client.Certificate);

        lifetimes.GetMeasurementSnapshot().Single().Value.Should().Be(0);
    }

    [TestCase(null)]
    [TestCase("client_secret_basic")]
    [TestCase("a name of the client's own")]
    public async Task Methods_that_are_not_known_are_no_values(string? method)
    {
        await using TestServer server = await TestServer.StartAsync(
            new ClientMetadata { ClientId = "client", TokenEndpointAuthMethod = method });
        using MetricCollector<long> attempts = Collect<long>(server, "mtlsauth.client_authentication.attempts");

        using HttpResponseMessage response = await server.PostTokenAsync("client_id=client");

        attempts.LastMeasurement!.Tags["mtlsauth.method"].Should().Be("other");
    }

    [Test]
    public async Task Clients_and_skipped_keys_are_shown()
    {
        using TestClient client = new();
        ClientMetadata.TryParse(
            """{ "client_id": "b", "jwks": { "keys": [{ "kty": "EC" }, { "kty": "RSA" }] } }"""u8, out ClientMetadata? broken, out _)
            .Should().BeTrue();
        await using TestServer server = await TestServer.StartAsync(client.Metadata, broken!);
        using MetricCollector<int> clients = Collect<int>(server, "mtlsauth.clients");
        using MetricCollector<int> skipped = Collect<int>(server, "mtlsauth.skipped_keys");

        clients.RecordObservableInstruments();
        skipped.RecordObservableInstruments();

        (clients.LastMeasurement!.Value, clients.Instrument!.Unit).Should().Be((2, "{client}"));
        (skipped.LastMeasurement!.Value, skipped.Instrument!.Unit).Should().Be((2, "{key}"));
    }

    [Test]
    public async Task Reloads_are_counted_by_outcome()
    {
        using TemporaryFolder folder = new();
        using TestClient client = new();
        string file = folder.Write("clients.json", System.Text.Encoding.UTF8.GetString(client.Metadata.ToUtf8Json()));
        await using TestServer server = await TestServer.StartAsync(services => services
            .AddMtlsAuth().AddJsonFileClients(file, static options => options.ReloadInterval = TimeSpan.Zero));
        using MetricCollector<long> reloads = Collect<long>(server, "mtlsauth.reloads");
        folder.Write("clients.json", "broken");
        using HttpResponseMessage first = await server.PostTokenAsync(client.Form, client.Certificate);
        folder.Write("clients.json", System.Text.Encoding.UTF8.GetString((client.Metadata with { ClientName = "a" }).ToUtf8Json()));

        using HttpResponseMessage second = await server.PostTokenAsync(client.Form, client.Certificate);

        reloads.GetMeasurementSnapshot().Select(Describe).Should().Equal(
            "1 error.type=Refused mtlsauth.reload.files=clients", "1 mtlsauth.reload.files=clients");
    }

    [Test]
    public async Task Reloads_of_authorities_are_counted_by_outcome()
    {
        using TemporaryFolder folder = new();
        using X509Certificate2 root = TestCertificates.Authority("CN=root").Create().ToX509Certificate2();
        using X509Certificate2 certificate = TestCertificates.Ec().WithSubject("CN=client").IssuedBy(root).Create().ToX509Certificate2();
        string file = folder.Write("all.pem", root.ExportCertificatePem());
        FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
        ClientMetadata client = new()
        {
            ClientId = "client",
            TokenEndpointAuthMethod = ClientAuthenticationMethods.TlsClientAuth,
            TlsClientAuthSubjectDn = "CN=client",
        };
        await using TestServer server = await TestServer.StartAsync(services => services
            .AddSingleton<TimeProvider>(clock)
            .AddMtlsAuth(options => (options.EnabledMethods, options.TrustAnchors) = ([ClientAuthenticationMethods.TlsClientAuth], file))
            .AddInMemoryClients(client));
        using MetricCollector<long> reloads = Collect<long>(server, "mtlsauth.reloads");
        folder.Write("all.pem", "broken");
        clock.Advance(TimeSpan.FromMinutes(1));
        using HttpResponseMessage first = await server.PostTokenAsync("client_id=client", certificate);
        folder.Write("all.pem", root.ExportCertificatePem() + "\n");
        clock.Advance(TimeSpan.FromMinutes(1));

        using HttpResponseMessage second = await server.PostTokenAsync("client_id=client", certificate);

        (first.IsSuccessStatusCode, second.IsSuccessStatusCode).Should().Be((true, true), "the last good authorities stay in force");
        reloads.GetMeasurementSnapshot().Select(Describe).Should().Equal(
            "1 error.type=Refused mtlsauth.reload.files=trust_anchors", "1 mtlsauth.reload.files=trust_anchors");
        server.Logs.Should().ContainSingle(log => log.Id.Id == 14).Which.Message.Should().EndWith("all.pem: 1 certificates");
    }

    [Test]
    public async Task Attempts_are_traced_with_OpenTelemetrys_names()
    {
        using TestClient client = new("traced-client", TestCertificates.Ec().WithSubject("CN=traced"));
        ConcurrentQueue<Activity> activities = [];
        using ActivityListener listener = Listen(activities);
        await using TestServer server = await TestServer.StartAsync(client.Metadata);

        using HttpResponseMessage accepted = await server.PostTokenAsync(client.Form, client.Certificate);
        using HttpResponseMessage refused = await server.PostTokenAsync(client.Form);

        Activity[] own = [.. activities.Where(static item => (string?)item.GetTagItem("client.id") == "traced-client")];
        own.Select(static item => $"{item.OperationName} {item.Status}").Should().Equal(
            "mtlsauth.authenticate_client Unset", "mtlsauth.authenticate_client Error");
        own[0].TagObjects.Should().BeEquivalentTo(new Dictionary<string, object?>
        {
            ["client.id"] = "traced-client",
            ["mtlsauth.method"] = "pub_key_tls_client_auth",
            ["mtlsauth.certificate.status"] = "Present",
            ["tls.client.hash.sha256"] = client.Certificate.GetCertHashString(HashAlgorithmName.SHA256),
            ["tls.client.subject"] = "CN=traced",
            ["tls.client.not_before"] = Format(client.Certificate.NotBefore),
            ["tls.client.not_after"] = Format(client.Certificate.NotAfter),
        });
        own[1].TagObjects.Should().BeEquivalentTo(new Dictionary<string, object?>
        {
            ["client.id"] = "traced-client",
            ["mtlsauth.method"] = "pub_key_tls_client_auth",
            ["mtlsauth.certificate.status"] = "ConnectionWithoutCertificate",
            ["error.type"] = "MissingCertificate",
        });

        static string Format(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
    }

    private static MetricCollector<T> Collect<T>(TestServer server, string instrument)
        where T : struct => new(server.Services.GetRequiredService<IMeterFactory>(), MtlsClientDefaults.InstrumentationName, instrument);

    private static string Describe(CollectedMeasurement<long> measurement) => string.Join(
        ' ', measurement.Tags.OrderBy(static tag => tag.Key, StringComparer.Ordinal).Select(static tag => $"{tag.Key}={tag.Value}")
            .Prepend(measurement.Value.ToString(CultureInfo.InvariantCulture)));

    private static IReadOnlyList<double> BoundariesOf(TestServer server, string instrument)
    {
        Histogram<double>? found = null;
        object meters = server.Services.GetRequiredService<IMeterFactory>();
        using MeterListener listener = new()
        {
            InstrumentPublished = (published, _) =>
            {
                if (published.Name == instrument && published.Meter.Scope == meters)
                {
                    found = published as Histogram<double>;
                }
            },
        };
        listener.Start();
        return found!.Advice!.HistogramBucketBoundaries!;
    }

    private static ActivityListener Listen(ConcurrentQueue<Activity> activities)
    {
        ActivityListener listener = new()
        {
            ShouldListenTo = static source => source.Name == MtlsClientDefaults.InstrumentationName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activities.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
