using System.Net;
using System.Text.Json;
using MtlsAuth.EntityFrameworkCore.Tests;

namespace MtlsAuth.AspNetCore.Tests.Samples;

/// <summary>Two instances of the sample authorization server over one database, which one client uses in turn.</summary>
[TestFixture("sqlite")]
[TestFixture("postgres")]
public sealed class InstancesOverOneDatabaseTests(string store)
{
    private const string Issuer = "https://as.example";

    private readonly TemporaryFolder _data = new();
    private readonly SampleClient _client = new();
    private PostgreSqlServer? _postgreSql;
    private AuthorizationServerProcess[] _servers = [];

    private AuthorizationServerProcess First => _servers[0];

    private AuthorizationServerProcess Second => _servers[1];

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        string[] settings = ["--Store", store, "--Issuer", Issuer];
        if (store == "postgres")
        {
            _postgreSql = await PostgreSqlServer.StartAsync();
            settings = [.. settings, "--ConnectionString", await _postgreSql.CreateDatabaseAsync()];
        }

        // At the same time: both find an empty database, and an empty folder.
        _servers = await Task.WhenAll(
            AuthorizationServerProcess.StartAsync(_data.FullPath, settings), AuthorizationServerProcess.StartAsync(_data.FullPath, settings));
        await _client.RegisterAsync(First);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        foreach (AuthorizationServerProcess server in _servers)
        {
            server.Dispose();
        }

        if (_postgreSql is not null)
        {
            await _postgreSql.DisposeAsync();
        }

        _client.Dispose();
        _data.Dispose();
    }

    [Test]
    public async Task Both_sign_with_the_same_key()
    {
        using HttpClient first = First.CreateClient();
        using HttpClient second = Second.CreateClient();

        (await second.GetStringAsync("/jwks")).Should().Be(await first.GetStringAsync("/jwks"));
    }

    [Test]
    public async Task A_client_of_one_instance_authenticates_at_the_other() =>
        (await _client.GetTokenAsync(Second)).Status.Should().Be(HttpStatusCode.OK);

    [Test]
    public async Task A_token_of_one_instance_is_known_at_the_other()
    {
        string token = (await _client.GetTokenAsync(First)).Body.GetProperty("access_token").GetString()!;

        (HttpStatusCode status, JsonElement body) = await _client.IntrospectAsync(Second, token);

        status.Should().Be(HttpStatusCode.OK);
        body.GetProperty("active").GetBoolean().Should().BeTrue();
        body.GetProperty("iss").GetString().Should().Be(Issuer);
    }

    [Test]
    public async Task A_code_is_redeemed_at_the_other_instance_with_all_that_was_granted()
    {
        string code = await _client.GetCodeAsync(First, "a b");

        (HttpStatusCode status, JsonElement body) = await _client.RedeemAsync(Second, code);

        status.Should().Be(HttpStatusCode.OK);
        (_, JsonElement token) = await _client.IntrospectAsync(First, body.GetProperty("access_token").GetString()!);
        token.GetProperty("scope").GetString().Should().Be("a b");
        token.GetProperty("sub").GetString().Should().Be("alice");
    }

    [Test]
    public async Task A_code_is_redeemed_once_only_however_many_try_at_both_instances()
    {
        string code = await _client.GetCodeAsync(First);

        await OnlyOneShouldSucceedAsync(server => _client.RedeemAsync(server, code));
    }

    [Test]
    public async Task A_refresh_token_is_good_once_only_however_many_try_at_both_instances()
    {
        string refreshToken = await GetRefreshTokenAsync();

        await OnlyOneShouldSucceedAsync(server => _client.RefreshAsync(server, refreshToken));
    }

    [Test]
    public async Task Refresh_tokens_go_from_one_instance_to_the_other()
    {
        string refreshToken = await GetRefreshTokenAsync();

        foreach (AuthorizationServerProcess server in new[] { Second, First, Second })
        {
            (HttpStatusCode status, JsonElement body) = await _client.RefreshAsync(server, refreshToken);
            status.Should().Be(HttpStatusCode.OK);
            refreshToken = body.GetProperty("refresh_token").GetString()!;
        }
    }

    [Test]
    public async Task A_refresh_token_is_another_clients_by_no_instance()
    {
        using SampleClient other = new();
        await other.RegisterAsync(Second);

        (HttpStatusCode status, JsonElement body) = await other.RefreshAsync(Second, await GetRefreshTokenAsync());

        status.Should().Be(HttpStatusCode.BadRequest);
        body.GetProperty("error").GetString().Should().Be("invalid_grant");
    }

    // A database may refuse what is no text; that must not look like an outage.
    [TestCase("\0")]
    [TestCase("a\ud83d\ude00")]
    public async Task A_scope_that_is_none_is_refused(string scope) =>
        (await _client.GetCodeAsync(First, scope)).Should().Be("invalid_scope");

    [Test]
    public async Task A_client_manages_its_registration_at_the_other_instance()
    {
        using SampleClient client = new();
        await client.RegisterAsync(First);

        using HttpResponseMessage removed = await client.ManageAsync(Second, HttpMethod.Delete);

        removed.StatusCode.Should().Be(HttpStatusCode.NoContent);
        (await client.GetTokenAsync(First)).Status.Should().Be(HttpStatusCode.Unauthorized);
    }

    private async Task<string> GetRefreshTokenAsync() =>
        (await _client.RedeemAsync(First, await _client.GetCodeAsync(First))).Body.GetProperty("refresh_token").GetString()!;

    private async Task OnlyOneShouldSucceedAsync(Func<AuthorizationServerProcess, Task<(HttpStatusCode Status, JsonElement Body)>> attempt)
    {
        (HttpStatusCode Status, JsonElement Body)[] answers =
            await Task.WhenAll(Enumerable.Range(0, 12).Select(number => attempt(_servers[number % 2])));

        answers.Select(static answer => answer.Status).Order()
            .Should().Equal([HttpStatusCode.OK, .. Enumerable.Repeat(HttpStatusCode.BadRequest, 11)]);
    }
}
