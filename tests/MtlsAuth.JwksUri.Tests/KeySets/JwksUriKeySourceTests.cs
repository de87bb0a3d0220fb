using System.Net;
using MtlsAuth.JwksUri.Diagnostics;
using MtlsAuth.Testing;

namespace MtlsAuth.JwksUri.Tests.KeySets;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class JwksUriKeySourceTests : IDisposable
{
    private const string Uri = "https://c.example/jwks";

    private static readonly ClientJwkSet Keys = NewKeys();
    private static readonly ClientJwkSet OtherKeys = NewKeys();

    private readonly KeySetServer _server = new();

    [SetUp]
    public void Publish() => _server.Publish(Uri, Keys);

    public void Dispose() => _server.Dispose();

    [Test]
    public async Task Keys_are_fetched_once_and_kept()
    {
        await using KeySetInstance instance = new(_server);

        ClientJwkSetResult first = await instance.GetAsync(Uri);
        ClientJwkSetResult second = await instance.GetAsync(Uri);

        first.Status.Should().Be(ClientJwkSetStatus.Current);
        ShouldBe(first.Keys, Keys);
        second.Keys.Should().BeSameAs(first.Keys);
        _server.RequestCount.Should().Be(1);
    }

    [Test]
    public async Task Keys_are_fetched_again_when_their_time_is_over()
    {
        await using KeySetInstance instance = new(_server);
        await instance.GetAsync(Uri);
        _server.Publish(Uri, OtherKeys);

        await instance.PassLifetimeAsync(Uri);

        ShouldBe((await instance.GetAsync(Uri)).Keys, OtherKeys);
    }

    [Test]
    public async Task A_changed_jwks_uri_is_seen_at_once()
    {
        const string NewUri = "https://c.example/new";
        _server.Publish(NewUri, OtherKeys);
        await using KeySetInstance instance = new(_server);
        await instance.GetAsync(Uri);

        ShouldBe((await instance.GetAsync(NewUri)).Keys, OtherKeys);
    }

    [Test]
    public async Task Keys_that_have_not_changed_are_not_sent_again()
    {
        _server.Answer(Uri, request => request.Headers.IfNoneMatch.ToString() == "\"1\""
            ? new HttpResponseMessage(HttpStatusCode.NotModified)
            : KeySetServer.Ok(Keys, entityTag: "\"1\""));
        await using KeySetInstance instance = new(_server);
        ClientJwkSetResult first = await instance.GetAsync(Uri);
        instance.Clock.Advance(TimeSpan.FromHours(3));
        ClientJwkSetResult second = await instance.GetAsync(Uri);
        _server.Answer(Uri, HttpStatusCode.BadGateway);
        instance.Clock.Advance(TimeSpan.FromHours(3));

        ClientJwkSetResult third = await instance.GetAsync(Uri);

        _server.RequestCount.Should().Be(3);
        second.Keys.Should().BeSameAs(first.Keys);
        third.Keys.Should().BeSameAs(first.Keys, "they are as old as the last time that the server vouched for them");
    }

    [Test]
    public async Task Many_who_come_at_once_make_one_fetch([Values(true, false)] bool fetchedBefore)
    {
        await using KeySetInstance instance = new(_server);
        if (fetchedBefore)
        {
            await instance.GetAsync(Uri);
            await instance.PassLifetimeAsync(Uri);
        }

        int before = _server.RequestCount;
        TaskCompletionSource gate = _server.Close();
        Task<ClientJwkSetResult>[] waiting = [.. Enumerable.Range(0, 200).Select(_ => Task.Run(() => instance.GetAsync(Uri).AsTask()))];
        await Until(() => _server.RequestCount > before);
        gate.SetResult();
        ClientJwkSetResult[] results = await Task.WhenAll(waiting);

        _server.RequestCount.Should().Be(before + 1);
        results.Should().OnlyContain(static result => result.Status == ClientJwkSetStatus.Current);
    }

    [Test]
    public async Task A_fetch_that_takes_a_while_keeps_nobody_waiting_whose_keys_are_known()
    {
        await using KeySetInstance instance = new(_server);
        await instance.GetAsync(Uri);
        await instance.PassLifetimeAsync(Uri);
        TaskCompletionSource gate = _server.Close();

        ClientJwkSetResult result = await instance.GetAsync(Uri).AsTask().WaitAsync(TimeSpan.FromSeconds(20));

        ShouldBe(result.Keys, Keys);
        gate.SetResult();
    }

    [Test]
    public async Task Keys_that_nobody_has_asked_for_in_a_while_are_not_used_before_they_have_been_fetched_again()
    {
        await using KeySetInstance instance = new(_server);
        await instance.GetAsync(Uri);
        _server.Publish(Uri, OtherKeys);
        instance.Clock.Advance(TimeSpan.FromMinutes(7));
        await instance.PassLifetimeAsync(Uri);
        TaskCompletionSource gate = _server.Close();

        Task<ClientJwkSetResult> waiting = instance.GetAsync(Uri).AsTask();
        await Task.WhenAny(waiting, Task.Delay(300));
        waiting.IsCompleted.Should().BeFalse();
        gate.SetResult();

        ShouldBe((await waiting).Keys, OtherKeys);
        _server.RequestCount.Should().Be(2);
    }

    [Test]
    public async Task Who_goes_away_ends_no_fetch_that_others_wait_for()
    {
        await using KeySetInstance instance = new(_server);
        using CancellationTokenSource impatient = new();
        TaskCompletionSource gate = _server.Close();
        Task<ClientJwkSetResult> first = instance.Source.GetAsync(KeySetInstance.Client(Uri), false, impatient.Token).AsTask();
        Task<ClientJwkSetResult> second = instance.GetAsync(Uri).AsTask();
        await Until(() => _server.RequestCount == 1);

        await impatient.CancelAsync();
        await FluentActions.Awaiting(() => first).Should().ThrowAsync<OperationCanceledException>();
        gate.SetResult();

        ShouldBe((await second).Keys, Keys);
        _server.RequestCount.Should().Be(1);
    }

    [Test]
    public async Task A_first_fetch_that_fails_is_shared_by_all_who_wait_and_not_repeated_before_the_pause_is_over()
    {
        _server.Answer(Uri, HttpStatusCode.InternalServerError);
        await using KeySetInstance instance = new(_server);
        TaskCompletionSource gate = _server.Close();
        Task<ClientJwkSetResult>[] waiting = [.. Enumerable.Range(0, 50).Select(_ => Task.Run(() => instance.GetAsync(Uri).AsTask()))];
        await Until(() => _server.RequestCount == 1);
        gate.SetResult();

        ClientJwkSetResult[] results = await Task.WhenAll(waiting);
        await instance.GetAsync(Uri);
        await instance.RefreshAsync(Uri);

        results.Should().OnlyContain(static result => result.Status == ClientJwkSetStatus.Unavailable);
        results[0].Detail.Should().Contain("c.example").And.Contain("ServerError").And.Contain("500");
        _server.RequestCount.Should().Be(1);
    }

    [Test]
    public async Task The_clients_own_fault_is_told_apart_from_an_outage()
    {
        _server.Answer(Uri, HttpStatusCode.NotFound);
        await using KeySetInstance instance = new(_server);

        ClientJwkSetResult result = await instance.GetAsync(Uri);

        result.Status.Should().Be(ClientJwkSetStatus.Unusable);
        result.Detail.Should().Contain("UnexpectedStatus").And.Contain("404");
    }

    [Test]
    public async Task Keys_fetched_before_go_on_counting_while_fetching_fails_but_not_for_ever()
    {
        await using KeySetInstance instance = new(_server);
        await instance.GetAsync(Uri);
        _server.Answer(Uri, HttpStatusCode.BadGateway);
        await instance.PassLifetimeAsync(Uri);
        ClientJwkSetResult stale = await instance.GetAsync(Uri);
        instance.Clock.Advance(TimeSpan.FromHours(4));
        ClientJwkSetResult stillStale = await instance.GetAsync(Uri);
        instance.Clock.Advance(TimeSpan.FromSeconds(1));

        ClientJwkSetResult tooOld = await instance.GetAsync(Uri);

        stale.Status.Should().Be(ClientJwkSetStatus.Stale);
        ShouldBe(stale.Keys, Keys);
        stillStale.Status.Should().Be(ClientJwkSetStatus.Stale);
        tooOld.Status.Should().Be(ClientJwkSetStatus.Unavailable);
        tooOld.Keys.Should().BeNull();
    }

    [Test]
    public async Task Keys_that_cannot_be_fetched_again_do_not_say_who_the_client_is_not()
    {
        await using KeySetInstance instance = new(_server);
        await instance.GetAsync(Uri);
        _server.Answer(Uri, HttpStatusCode.BadGateway);

        ClientJwkSetResult result = await instance.RefreshAsync(Uri);

        result.Status.Should().Be(ClientJwkSetStatus.Stale);
        result.Detail.Should().Contain("could not be fetched again").And.Contain("ServerError");
    }

    [Test]
    public async Task Keys_stop_at_once_when_a_private_key_is_published()
    {
        await using KeySetInstance instance = new(_server);
        await instance.GetAsync(Uri);
        _server.Answer(Uri, static _ => new HttpResponseMessage
        {
            Content = new StringContent(
                """{"keys":[{"kty":"oct","k":"c2VjcmV0"}]}""", System.Text.Encoding.UTF8, "application/json"),
        });
        await instance.PassLifetimeAsync(Uri);

        ClientJwkSetResult result = await instance.GetAsync(Uri);

        result.Status.Should().Be(ClientJwkSetStatus.Unusable);
        result.Detail.Should().Contain("PrivateKeyExposed");
    }

    [Test]
    public async Task A_server_that_comes_back_is_as_if_it_had_never_failed()
    {
        _server.Answer(Uri, HttpStatusCode.InternalServerError);
        await using KeySetInstance instance = new(_server);
        await instance.GetAsync(Uri);
        _server.Publish(Uri, Keys);
        await instance.PassLifetimeAsync(Uri);

        (await instance.GetAsync(Uri)).Status.Should().Be(ClientJwkSetStatus.Current);
    }

    [Test]
    public async Task A_new_key_is_seen_at_once()
    {
        await using KeySetInstance instance = new(_server);
        await instance.GetAsync(Uri);
        _server.Publish(Uri, OtherKeys);

        ClientJwkSetResult result = await instance.RefreshAsync(Uri);

        result.Status.Should().Be(ClientJwkSetStatus.Current);
        ShouldBe(result.Keys, OtherKeys);
        ShouldBe((await instance.GetAsync(Uri)).Keys, OtherKeys);
    }

    [Test]
    public async Task Certificates_that_match_no_key_cause_one_fetch_for_each_cool_down()
    {
        await using KeySetInstance instance = new(_server);
        await instance.GetAsync(Uri);
        using MetricCollection refused = new(instance);

        ClientJwkSetResult[] results = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => instance.RefreshAsync(Uri).AsTask()));
        ClientJwkSetResult later = await instance.RefreshAsync(Uri);
        int during = _server.RequestCount;
        await instance.PassCoolDownAsync(Uri);
        await instance.RefreshAsync(Uri);

        during.Should().Be(2);
        results.Append(later).Should().OnlyContain(static result => result.Status == ClientJwkSetStatus.Current);
        later.Detail.Should().Contain("were fetched").And.Contain("not fetched again so soon");
        _server.RequestCount.Should().Be(3);
        refused.Causes.Should().OnlyContain(cause => cause == RefreshRefusals.CoolDown).And.NotBeEmpty();
    }

    [Test]
    public async Task The_cool_down_of_one_client_is_not_that_of_another()
    {
        await using KeySetInstance instance = new(_server);
        await instance.GetAsync(Uri);
        await instance.RefreshAsync(Uri, "a");
        _server.Publish(Uri, OtherKeys);

        ShouldBe((await instance.RefreshAsync(Uri, "a")).Keys, Keys);
        ShouldBe((await instance.RefreshAsync(Uri, "b")).Keys, OtherKeys);
    }

    [Test]
    public async Task The_budget_is_for_all_clients_together_and_then_nothing_is_said_against_a_certificate()
    {
        await using KeySetInstance instance = new(_server, static options => options.MaximumRefreshesPerMinute = 3);
        string[] uris = [.. Enumerable.Range(0, 10).Select(static index => $"https://c{index}.example/jwks")];
        foreach (string uri in uris)
        {
            _server.Publish(uri, Keys);
            await instance.GetAsync(uri);
        }

        using MetricCollection refused = new(instance);
        List<ClientJwkSetResult> results = [];
        foreach (string uri in uris)
        {
            results.Add(await instance.RefreshAsync(uri));
        }

        _server.RequestCount.Should().Be(13);
        results.Take(3).Should().OnlyContain(static result => result.Status == ClientJwkSetStatus.Current);
        results.Skip(3).Should().OnlyContain(static result => result.Status == ClientJwkSetStatus.Stale);
        results[^1].Detail.Should().Contain("too many");
        refused.Causes.Should().HaveCount(7).And.OnlyContain(cause => cause == RefreshRefusals.Budget);
    }

    [Test]
    public async Task Nobody_asks_again_in_the_pause_after_a_failure()
    {
        await using KeySetInstance instance = new(_server);
        await instance.GetAsync(Uri);
        _server.Answer(Uri, HttpStatusCode.BadGateway);
        await instance.PassLifetimeAsync(Uri);
        await instance.GetAsync(Uri);
        using MetricCollection refused = new(instance);

        ClientJwkSetResult result = await instance.RefreshAsync(Uri);

        _server.RequestCount.Should().Be(2);
        result.Status.Should().Be(ClientJwkSetStatus.Stale);
        refused.Causes.Should().Equal(RefreshRefusals.Pause);
    }

    [TestCase(5)]
    [TestCase(-3)]
    public async Task A_clock_that_jumps_makes_keys_be_fetched_again_and_turns_nobody_away(int hours)
    {
        ManualClock clock = new();
        await using KeySetInstance instance = new(_server, clock: clock);
        await instance.GetAsync(Uri);

        clock.Now += TimeSpan.FromHours(hours);
        ClientJwkSetResult[] results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => instance.GetAsync(Uri).AsTask()));

        results.Should().OnlyContain(static result => result.Status == ClientJwkSetStatus.Current);
        _server.RequestCount.Should().Be(2);
    }

    [Test]
    public async Task Keys_whose_last_fetch_failed_long_ago_are_not_used_before_they_have_been_fetched_again()
    {
        await using KeySetInstance instance = new(_server);
        await instance.GetAsync(Uri);
        _server.Answer(Uri, HttpStatusCode.BadGateway);
        await instance.PassLifetimeAsync(Uri);
        await instance.GetAsync(Uri);
        _server.Publish(Uri, OtherKeys);
        instance.Clock.Advance(TimeSpan.FromHours(3));
        await instance.PassLifetimeAsync(Uri);
        TaskCompletionSource gate = _server.Close();

        Task<ClientJwkSetResult> waiting = instance.GetAsync(Uri).AsTask();
        await Task.WhenAny(waiting, Task.Delay(300));
        waiting.IsCompleted.Should().BeFalse();
        gate.SetResult();

        ShouldBe((await waiting).Keys, OtherKeys);
    }

    [TestCase(3)]
    [TestCase(-3)]
    public async Task A_clock_that_jumps_makes_no_failure_last(int hours)
    {
        _server.Answer(Uri, HttpStatusCode.NotFound);
        ManualClock clock = new();
        await using KeySetInstance instance = new(_server, clock: clock);
        await instance.GetAsync(Uri);
        _server.Publish(Uri, Keys);

        clock.Now += TimeSpan.FromHours(hours);

        (await instance.GetAsync(Uri)).Status.Should().Be(ClientJwkSetStatus.Current);
    }

    [Test]
    public async Task The_number_of_entries_is_bounded()
    {
        await using KeySetInstance instance = new(_server, static options => options.MaximumEntryCount = 10);
        string[] uris = [.. Enumerable.Range(0, 200).Select(static index => $"https://c{index}.example/jwks")];
        foreach (string uri in uris)
        {
            _server.Publish(uri, Keys);
            (await instance.GetAsync(uri)).Status.Should().Be(ClientJwkSetStatus.Current);
        }

        int before = _server.RequestCount;
        foreach (string uri in uris)
        {
            await instance.GetAsync(uri);
        }

        (_server.RequestCount - before).Should().BeGreaterThanOrEqualTo(190);
    }

    [Test]
    public async Task Sets_that_cannot_be_fetched_do_not_push_out_those_that_were()
    {
        await using KeySetInstance instance = new(_server, static options => options.MaximumEntryCount = 20);
        await instance.GetAsync(Uri);

        // A full cache makes room in the background.
        for (int index = 0; index < 500; index++)
        {
            await instance.GetAsync($"https://c{index}.example/nothing");
            await Task.Yield();
        }

        _server.Answer(Uri, HttpStatusCode.BadGateway);
        (await instance.GetAsync(Uri)).Status.Should().Be(ClientJwkSetStatus.Current);
    }

    [TestCase("/jwks")]
    [TestCase("http://c.example/jwks")]
    [TestCase("https://xn--x.f\u05d0-/jwks")]
    public async Task What_a_store_has_as_jwks_uri_may_be_any_text(string uri)
    {
        await using KeySetInstance instance = new(_server);

        ClientJwkSetResult result = await instance.GetAsync(uri);

        result.Status.Should().Be(ClientJwkSetStatus.Unusable);
        result.Detail.Should().Contain("InvalidUri");
    }

    [Test]
    public async Task A_client_without_jwks_uri_is_the_callers_mistake()
    {
        await using KeySetInstance instance = new(_server);
        RegisteredClient client = RegisteredClient.From(new ClientMetadata { ClientId = "c" });

        await FluentActions.Awaiting(() => instance.Source.GetAsync(client, refresh: false).AsTask())
            .Should().ThrowAsync<ArgumentException>();
    }

    private static ClientJwkSet NewKeys() =>
        ClientJwkSet.FromCertificates(includeX5c: false, TestCertificates.Ec().Create().ClientCertificate);

    private static void ShouldBe(ClientJwkSet? actual, ClientJwkSet expected) =>
        actual!.Keys.Select(static key => key.Thumbprint).Should().Equal(expected.Keys.Select(static key => key.Thumbprint));

    private static async Task Until(Func<bool> condition)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            await Task.Delay(5, limit.Token);
        }
    }

    private sealed class ManualClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
