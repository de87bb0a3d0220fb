using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using MtlsAuth.Certificates;
using MtlsAuth.Testing;

namespace MtlsAuth.AspNetCore.Tests.Health;

/// <summary>What health checks say of the store of clients, and of what expires.</summary>
public sealed class MtlsAuthHealthChecksTests
{
    // In whole seconds, as certificates have them.
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds());

    [Test]
    public async Task All_is_well_where_nothing_expires()
    {
        await using ServiceProvider provider = Provide(static mtlsAuth => mtlsAuth.AddInMemoryClients());

        HealthReport report = await CheckAsync(provider);

        report.Status.Should().Be(HealthStatus.Healthy);
        report.Entries.Keys.Should().BeEquivalentTo("mtlsauth-store", "mtlsauth-authorities", "mtlsauth-client-certificates");
        report.Entries.Values.Should().OnlyContain(static entry => !string.IsNullOrEmpty(entry.Description));
    }

    [TestCase(null, HealthStatus.Unhealthy)]
    [TestCase(HealthStatus.Degraded, HealthStatus.Degraded)]
    public async Task A_store_that_does_not_answer_is_reported_as_configured(HealthStatus? configured, HealthStatus expected)
    {
        await using ServiceProvider provider = Provide(
            static mtlsAuth =>
            {
                mtlsAuth.AddInMemoryClients();
                mtlsAuth.Services.AddSingleton<IClientRecordStore, BrokenStore>();
            },
            failureStatus: configured);

        HealthReport report = await CheckAsync(provider);

        HealthReportEntry store = report.Entries[MtlsAuthHealthChecksExtensions.Store];
        store.Status.Should().Be(expected);
        store.Description.Should().Be("The store of clients does not answer.");
        store.Exception.Should().BeOfType<TimeoutException>();
        HealthReportEntry certificates = report.Entries[MtlsAuthHealthChecksExtensions.ClientCertificates];
        certificates.Status.Should().Be(HealthStatus.Degraded);
        certificates.Description.Should().Be("The clients cannot be listed at the moment.");
    }

    [Test]
    public async Task A_store_of_the_applications_own_is_asked_in_a_scope()
    {
        await using ServiceProvider provider = Provide(static mtlsAuth => mtlsAuth.AddClientMetadataStore<BrokenStore>());

        HealthReport report = await CheckAsync(provider);

        report.Entries[MtlsAuthHealthChecksExtensions.Store].Status.Should().Be(HealthStatus.Unhealthy);
        HealthReportEntry certificates = report.Entries[MtlsAuthHealthChecksExtensions.ClientCertificates];
        certificates.Status.Should().Be(HealthStatus.Healthy);
        certificates.Description.Should().Be("The store of clients cannot be listed.");
    }

    [Test]
    public async Task A_broken_edit_of_a_file_is_degraded_until_it_is_mended()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("clients.json", "[]");
        await using ServiceProvider provider = Provide(mtlsAuth => mtlsAuth.AddJsonFileClients(file));
        JsonFileClientMetadataStore store = provider.GetRequiredService<JsonFileClientMetadataStore>();

        folder.Write("clients.json", "[");
        store.Reload();
        HealthReport broken = await CheckAsync(provider);
        folder.Write("clients.json", "[]");
        store.Reload();

        HealthReportEntry entry = broken.Entries[MtlsAuthHealthChecksExtensions.Store];
        entry.Status.Should().Be(HealthStatus.Degraded);
        entry.Description.Should().Contain("the last good state stays in force");
        (await CheckAsync(provider)).Status.Should().Be(HealthStatus.Healthy);
    }

    [TestCase(29, HealthStatus.Degraded)]
    [TestCase(-1, HealthStatus.Degraded)]
    [TestCase(30, HealthStatus.Healthy)]
    public async Task An_authority_in_a_file_is_degraded_when_it_expires_soon(int days, HealthStatus expected)
    {
        using TemporaryFolder folder = new();
        using X509Certificate2 authority = CreateAuthority(days);
        string file = folder.Write("authorities.pem", authority.ExportCertificatePem());
        await using ServiceProvider provider = Provide(
            static mtlsAuth => mtlsAuth.AddInMemoryClients(), configure: options => options.TrustAnchors = file);

        HealthReportEntry entry = (await CheckAsync(provider)).Entries[MtlsAuthHealthChecksExtensions.Authorities];

        entry.Status.Should().Be(expected);
        entry.Description.Should().Contain($"{authority.NotAfter.ToUniversalTime():yyyy-MM-dd}");
    }

    [Test]
    public async Task An_authority_of_a_single_client_counts_as_well()
    {
        using TemporaryFolder folder = new();
        using X509Certificate2 authority = CreateAuthority(days: 5);
        string file = folder.Write("authority.pem", authority.ExportCertificatePem());
        await using ServiceProvider provider = Provide(
            static mtlsAuth => mtlsAuth.AddInMemoryClients(), configure: options => options.ClientTrustAnchors["client"] = file);

        (await CheckAsync(provider)).Entries[MtlsAuthHealthChecksExtensions.Authorities].Status.Should().Be(HealthStatus.Degraded);
    }

    [Test]
    public async Task Authorities_in_code_count_as_well()
    {
        using X509Certificate2 authority = CreateAuthority(days: 5);
        TrustAnchors anchors = TrustAnchors.FromCertificates(ClientCertificate.FromX509Certificate2(authority));
        await using ServiceProvider provider =
            Provide(mtlsAuth => mtlsAuth.AddInMemoryClients().Services.AddSingleton<ITrustAnchorSource>(anchors));

        (await CheckAsync(provider)).Entries[MtlsAuthHealthChecksExtensions.Authorities].Status.Should().Be(HealthStatus.Degraded);
    }

    [Test]
    public async Task Clients_whose_registered_certificates_expire_are_named()
    {
        ClientMetadata[] clients =
        [
            SelfSigned("expired", -1), SelfSigned("expiring", 29), SelfSigned("fresh", 30), SelfSigned("rotating", 3, 60),
            SelfSigned("keys only", 3) with { TokenEndpointAuthMethod = ClientAuthenticationMethods.PubKeyTlsClientAuth },
        ];
        await using ServiceProvider provider = Provide(mtlsAuth => mtlsAuth.AddInMemoryClients(clients));

        HealthReportEntry entry = (await CheckAsync(provider)).Entries[MtlsAuthHealthChecksExtensions.ClientCertificates];

        entry.Status.Should().Be(HealthStatus.Degraded);
        entry.Description.Should().Contain("of 2 clients among all 5 clients");
        entry.Data["clients"].Should().BeEquivalentTo(new List<string> { "expired", "expiring" });
    }

    [Test]
    public async Task No_more_than_ten_clients_are_named_and_all_are_counted()
    {
        ClientMetadata[] clients = [.. Enumerable.Range(0, 12).Select(static number => SelfSigned($"client {number}", 3))];
        await using ServiceProvider provider = Provide(mtlsAuth => mtlsAuth.AddInMemoryClients(clients));

        HealthReportEntry entry = (await CheckAsync(provider)).Entries[MtlsAuthHealthChecksExtensions.ClientCertificates];

        entry.Description.Should().Contain("of 12 clients");
        entry.Data["clients"].Should().BeAssignableTo<IEnumerable<string>>().Which.Should().HaveCount(10);
    }

    [Test]
    public async Task No_more_than_10000_clients_are_looked_at()
    {
        await using ServiceProvider provider = Provide(static mtlsAuth => mtlsAuth.AddInMemoryClients());
        InMemoryClientMetadataStore store = provider.GetRequiredService<InMemoryClientMetadataStore>();
        ClientMetadata expired = SelfSigned("expired", -1);
        ClientMetadata fresh = expired with { TokenEndpointAuthMethod = ClientAuthenticationMethods.PubKeyTlsClientAuth };
        for (int number = 0; number <= 10_000; number++)
        {
            store.Set((number < 9_999 ? fresh : expired) with { ClientId = $"{number:D5}" });
        }

        HealthReportEntry entry = (await CheckAsync(provider)).Entries[MtlsAuthHealthChecksExtensions.ClientCertificates];

        entry.Description.Should().Contain("of 1 clients among the first 10000 clients");
        entry.Data["clients"].Should().BeEquivalentTo(new List<string> { "09999" });
    }

    [Test]
    public async Task Clients_are_looked_at_once_an_hour()
    {
        FakeTimeProvider clock = new(Now);
        await using ServiceProvider provider = Provide(static mtlsAuth => mtlsAuth.AddInMemoryClients(), clock);
        await CheckAsync(provider);

        provider.GetRequiredService<InMemoryClientMetadataStore>().Set(SelfSigned("expired", -1));

        clock.Advance(TimeSpan.FromMinutes(59));
        (await CheckAsync(provider)).Status.Should().Be(HealthStatus.Healthy);
        clock.Advance(TimeSpan.FromMinutes(1));
        (await CheckAsync(provider)).Status.Should().Be(HealthStatus.Degraded);
    }

    [Test]
    public async Task Checks_have_the_tags_that_they_were_given()
    {
        await using ServiceProvider provider = Provide(static mtlsAuth => mtlsAuth.AddInMemoryClients(), tags: ["ready"]);

        (await CheckAsync(provider)).Entries.Values.Should().OnlyContain(static entry => entry.Tags.Single() == "ready");
    }

    private static X509Certificate2 CreateAuthority(int days) => TestCertificates.Ec()
        .AsAuthority()
        .ValidFrom(Now.AddDays(-10))
        .ValidUntil(Now.AddDays(days))
        .Create().ToX509Certificate2();

    private static ClientMetadata SelfSigned(string id, params int[] days)
    {
        X509Certificate2[] certificates =
            [.. days.Select(static day => TestCertificates.Ec().ValidFrom(Now.AddDays(-10)).ValidUntil(Now.AddDays(day)).Create().ToX509Certificate2())];
        return new ClientMetadata
        {
            ClientId = id,
            TokenEndpointAuthMethod = ClientAuthenticationMethods.SelfSignedTlsClientAuth,
            Jwks = ClientJwkSet.FromCertificates(
                includeX5c: true, [.. certificates.Select(static item => ClientCertificate.FromX509Certificate2(item))]),
        };
    }

    private static ServiceProvider Provide(
        Action<MtlsAuthBuilder> addStore,
        FakeTimeProvider? clock = null,
        Action<MtlsAuthOptions>? configure = null,
        HealthStatus? failureStatus = null,
        string[]? tags = null)
    {
        ServiceCollection services = new();
        services.AddFakeLogging();
        services.AddSingleton<TimeProvider>(clock ?? new FakeTimeProvider(Now));
        services.AddHealthChecks().AddMtlsAuthHealthChecks(failureStatus, tags);
        addStore(services.AddMtlsAuth(configure ?? (static _ => { })));
        return services.BuildServiceProvider(validateScopes: true);
    }

    private static Task<HealthReport> CheckAsync(ServiceProvider provider) =>
        provider.GetRequiredService<HealthCheckService>().CheckHealthAsync();

    private sealed class BrokenStore : IClientRecordStore, IClientMetadataStore
    {
        public ValueTask<RegisteredClient?> FindAsync(string clientId, CancellationToken cancellationToken = default) =>
            throw new TimeoutException();

        public ValueTask<ClientRecord?> FindRecordAsync(string clientId, CancellationToken cancellationToken = default) =>
            throw new TimeoutException();

        public ValueTask<IReadOnlyList<ClientRecord>> ListRecordsAsync(
            string? after, int count, CancellationToken cancellationToken = default) => throw new TimeoutException();

        public ValueTask<ClientRecordWrite> AddRecordAsync(ClientRecord record, CancellationToken cancellationToken = default) =>
            throw new TimeoutException();

        public ValueTask<ClientRecordWrite> ReplaceRecordAsync(ClientRecord record, CancellationToken cancellationToken = default) =>
            throw new TimeoutException();

        public ValueTask<ClientRecordWrite> RemoveRecordAsync(
            string clientId, string version, CancellationToken cancellationToken = default) => throw new TimeoutException();
    }
}
