using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using MtlsAuth.Clients;

namespace MtlsAuth.AspNetCore.Tests.Diagnostics;

public sealed class MtlsAuthMetricsTests
{
    [Test]
    public async Task Attempts_are_counted_by_method_and_reason()
    {
        using TestClient client = new();
        await using TestServer server = await TestServer.StartAsync(client.Metadata);
        using MetricCollector<long> attempts = new(
            server.Services.GetRequiredService<IMeterFactory>(), "MtlsAuth", "mtlsauth.client_authentication.attempts");

        using HttpResponseMessage accepted = await server.PostTokenAsync(client.Form, client.Certificate);
        using HttpResponseMessage refused = await server.PostTokenAsync(client.Form);

        attempts.GetMeasurementSnapshot().Select(item => $"{item.Value} {item.Tags["method"]} {item.Tags["reason"]}").Should().Equal(
            "1 pub_key_tls_client_auth None", "1 pub_key_tls_client_auth MissingCertificate");
    }

    [Test]
    public async Task Durations_are_recorded_in_seconds()
    {
        using TestClient client = new();
        await using TestServer server = await TestServer.StartAsync(client.Metadata);
        using MetricCollector<double> durations = new(
            server.Services.GetRequiredService<IMeterFactory>(), "MtlsAuth", "mtlsauth.client_authentication.duration");

        using HttpResponseMessage response = await server.PostTokenAsync(client.Form, client.Certificate);

        CollectedMeasurement<double> duration = durations.GetMeasurementSnapshot().Single();
        duration.Value.Should().BeInRange(0, 30);
        duration.Tags["reason"].Should().Be("None");
    }

    [TestCase(null)]
    [TestCase("client_secret_basic")]
    [TestCase("a name of the client's own")]
    public async Task Methods_that_are_not_known_are_no_tag_values(string? method)
    {
        await using TestServer server = await TestServer.StartAsync(new ClientMetadata { ClientId = "client", TokenEndpointAuthMethod = method });
        using MetricCollector<long> attempts = new(
            server.Services.GetRequiredService<IMeterFactory>(), "MtlsAuth", "mtlsauth.client_authentication.attempts");

        using HttpResponseMessage response = await server.PostTokenAsync("client_id=client");

        attempts.LastMeasurement!.Tags["method"].Should().Be("other");
    }

    [Test]
    public async Task Attempts_are_traced()
    {
        ConcurrentQueue<Activity> activities = [];
        using ActivityListener listener = new()
        {
            ShouldListenTo = source => source.Name == MtlsClientDefaults.InstrumentationName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activities.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using TestClient client = new();
        await using TestServer server = await TestServer.StartAsync(client.Metadata);

        using HttpResponseMessage accepted = await server.PostTokenAsync(client.Form, client.Certificate);
        using HttpResponseMessage refused = await server.PostTokenAsync(client.Form);

        activities.Select(item => $"{item.OperationName} {item.GetTagItem("mtlsauth.reason")} {item.Status}").Should().Contain(
        [
            "mtlsauth.authenticate_client None Ok",
            "mtlsauth.authenticate_client MissingCertificate Error",
        ]);
    }
}
