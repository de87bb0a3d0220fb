using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using MtlsAuth.AspNetCore.Diagnostics;
using MtlsAuth.Testing;

namespace MtlsAuth.AspNetCore.Tests.Diagnostics;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class CertificateExpiryNoticesTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly FakeLogCollector _logs = new();

    [Test]
    public void A_certificate_that_expires_in_less_than_30_days_is_named_with_its_client()
    {
        Create().Note("client", _clock.GetUtcNow().AddDays(29.5));

        FakeLogRecord record = _logs.LatestRecord;
        record.Id.Id.Should().Be(17);
        record.Level.Should().Be(LogLevel.Warning);
        record.Message.Should().Be(
            "Client client authenticated with a certificate that expires at 2026-01-30 12:00:00Z: 29 days are left");
    }

    [Test]
    public void A_certificate_that_has_expired_has_no_days_left()
    {
        Create().Note("client", _clock.GetUtcNow().AddDays(-3));

        _logs.LatestRecord.Message.Should().EndWith("0 days are left");
    }

    [Test]
    public void Nothing_is_said_where_there_is_time_enough()
    {
        Create().Note("client", _clock.GetUtcNow().AddDays(30));

        _logs.Count.Should().Be(0);
    }

    [Test]
    public void Nothing_is_said_where_it_is_switched_off()
    {
        Create(TimeSpan.Zero).Note("client", _clock.GetUtcNow().AddDays(1));

        _logs.Count.Should().Be(0);
    }

    [Test]
    public void It_is_said_once_a_day_for_each_client()
    {
        CertificateExpiryNotices notices = Create();
        DateTimeOffset notAfter = _clock.GetUtcNow().AddDays(10);

        notices.Note("a", notAfter);
        notices.Note("b", notAfter);
        _clock.Advance(TimeSpan.FromHours(23));
        notices.Note("a", notAfter);
        _logs.Count.Should().Be(2);
        _clock.Advance(TimeSpan.FromHours(1));
        notices.Note("a", notAfter);
        notices.Note("a", notAfter);
        _logs.Count.Should().Be(3);
    }

    [Test]
    public void No_more_than_10000_clients_are_named_a_day()
    {
        CertificateExpiryNotices notices = Create();
        DateTimeOffset notAfter = _clock.GetUtcNow().AddDays(10);
        NoteClients(notices, 10_001, notAfter);

        _logs.Count.Should().Be(10_000);
        _clock.Advance(TimeSpan.FromDays(1));
        notices.Note("another", notAfter);
        _logs.Count.Should().Be(10_001);
    }

    [Test]
    public void Whether_there_is_room_for_further_clients_is_looked_up_once_a_minute()
    {
        CertificateExpiryNotices notices = Create();
        DateTimeOffset notAfter = _clock.GetUtcNow().AddDays(10);
        NoteClients(notices, 10_000, notAfter);

        // The day of the others is over half a minute after the first look.
        _clock.Advance(TimeSpan.FromDays(1) - TimeSpan.FromSeconds(30));
        notices.Note("another", notAfter);
        _clock.Advance(TimeSpan.FromSeconds(59));
        notices.Note("another", notAfter);
        _logs.Count.Should().Be(10_000);
        _clock.Advance(TimeSpan.FromSeconds(1));
        notices.Note("another", notAfter);
        _logs.Count.Should().Be(10_001);
    }

    [Test]
    public async Task A_client_that_authenticates_is_named_and_one_that_does_not_is_not()
    {
        TestCertificateBuilder expiring = TestCertificates.Ec().ValidUntil(DateTimeOffset.UtcNow.AddDays(5));
        using TestClient client = new(certificate: expiring);
        using TestClient other = new("other", expiring);
        await using TestServer server = await TestServer.StartAsync(client.Metadata);

        (await server.PostTokenAsync(client.Form, other.Certificate)).Dispose();
        server.Logs.Should().NotContain(static record => record.Id.Id == 17);
        (await server.PostTokenAsync(client.Form, client.Certificate)).Dispose();
        server.Logs.Should().ContainSingle(static record => record.Id.Id == 17);
    }

    private static void NoteClients(CertificateExpiryNotices notices, int count, DateTimeOffset notAfter)
    {
        for (int number = 0; number < count; number++)
        {
            notices.Note($"{number}", notAfter);
        }
    }

    private CertificateExpiryNotices Create(TimeSpan? warning = null)
    {
        MtlsAuthOptions options = new();
        options.CertificateExpiryWarning = warning ?? options.CertificateExpiryWarning;
        return new(Microsoft.Extensions.Options.Options.Create(options), _clock, new LoggerFactory([new FakeLoggerProvider(_logs)]));
    }
}
