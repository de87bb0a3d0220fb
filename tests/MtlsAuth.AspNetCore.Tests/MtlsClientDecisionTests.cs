using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace MtlsAuth.AspNetCore.Tests;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class MtlsClientDecisionTests : IDisposable
{
    private readonly TestClient _client = new();
    private readonly List<MtlsClientDecision> _decisions = [];
    private Func<HttpContext, Task> _endpoint;
    private TestServer _server = null!;

    public MtlsClientDecisionTests() => _endpoint = async context => _decisions.Add(await context.AuthenticateMtlsClientAsync());

    [SetUp]
    public async Task StartAsync() => _server = await TestServer.StartAsync(
        services => services.AddMtlsAuth().AddInMemoryClients(
            _client.Metadata,
            new ClientMetadata { ClientId = "default" },
            new ClientMetadata { ClientId = "public", TokenEndpointAuthMethod = "none" },
            new ClientMetadata { ClientId = "attested", TokenEndpointAuthMethod = "attest_jwt_client_auth" }),
        app => app.MapPost("/token", context => _endpoint(context)));

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    public void Dispose() => _client.Dispose();

    [Test]
    public async Task Match_of_an_authenticated_client_says_who_it_is()
    {
        MtlsClientAuthenticated decision = await DecideAsync<MtlsClientAuthenticated>(_client.Form, hasCertificate: true);

        decision.Match(authenticated => authenticated, _ => null!, _ => null!).Should().BeSameAs(decision);
        decision.Client.Metadata.Should().BeSameAs(_client.Metadata);
        decision.Certificate.RawData.ToArray().Should().Equal(_client.Certificate.RawData);
        decision.Result.IsAuthenticated.Should().BeTrue();
    }

    [Test]
    public async Task Match_of_a_refused_client_says_what_it_is_told()
    {
        MtlsClientRefused decision = await DecideAsync<MtlsClientRefused>(_client.Form);

        decision.Match(_ => null!, refused => refused, _ => null!).Should().BeSameAs(decision);
        decision.Error.Should().BeEquivalentTo(new OAuthError("invalid_client", "Client authentication failed", 401));
        decision.FailureReason.Should().Be(ClientAuthenticationFailureReason.MissingCertificate);
    }

    [Test]
    public async Task Match_of_a_client_of_another_method_says_which_credential_is_due()
    {
        MtlsClientNotOurs decision = await DecideAsync<MtlsClientNotOurs>("client_id=default&client_secret=x", hasCertificate: true);

        decision.Match(_ => null!, _ => null!, notOurs => notOurs).Should().BeSameAs(decision);
        decision.ClaimedClient.ClientId.Should().Be("default");
        decision.RegisteredMethod.Should().Be("client_secret_basic");
        decision.MustStillAuthenticate.Should().BeTrue();
        decision.HasOtherCredential.Should().BeTrue();
    }

    [TestCase("client_id=public", false)]
    [TestCase("client_id=public&client_secret=x", true)]
    public async Task Public_client_has_nothing_to_authenticate_with(string body, bool hasOtherCredential)
    {
        MtlsClientNotOurs decision = await DecideAsync<MtlsClientNotOurs>(body);

        decision.RegisteredMethod.Should().Be("none");
        decision.MustStillAuthenticate.Should().BeFalse();
        decision.HasOtherCredential.Should().Be(hasOtherCredential);
    }

    [Test]
    public async Task Credential_that_only_the_server_knows_has_to_be_stated()
    {
        await DecideAsync<MtlsClientRefused>("client_id=attested");
        _endpoint = async context => _decisions.Add(await context.AuthenticateMtlsClientAsync("attested", hasOtherCredential: true));
        await DecideAsync<MtlsClientNotOurs>("client_id=attested");
    }

    [Test]
    public async Task Decision_about_one_client_is_not_given_for_another()
    {
        _endpoint = async context =>
        {
            _decisions.Add(await context.AuthenticateMtlsClientAsync("client", hasOtherCredential: false));
            _decisions.Add(await context.AuthenticateMtlsClientAsync("default", hasOtherCredential: false));
            _decisions.Add(await context.AuthenticateMtlsClientAsync("client", hasOtherCredential: true));
        };

        await DecideAsync<MtlsClientRefused>("", hasCertificate: true);

        _decisions.Select(decision => decision.GetType()).Should().Equal(
            typeof(MtlsClientAuthenticated), typeof(MtlsClientRefused), typeof(MtlsClientRefused));
    }

    [TestCase(null)]
    [TestCase("")]
    public async Task Server_that_found_no_client_gets_a_refusal(string? clientId)
    {
        _endpoint = async context => _decisions.Add(await context.AuthenticateMtlsClientAsync(clientId, hasOtherCredential: true));

        MtlsClientRefused decision = await DecideAsync<MtlsClientRefused>(_client.Form, hasCertificate: true);

        decision.FailureReason.Should().Be(ClientAuthenticationFailureReason.MissingClientId);
    }

    [TestCase("client_id=default&client_secret=x", false)]
    [TestCase("client_id=public", false)]
    [TestCase("client_id=client&client_secret=x", false)]
    [TestCase("client_id=client", true)]
    public async Task GetMtlsClient_is_there_for_clients_that_authenticated_only(string body, bool isThere)
    {
        bool? wasThere = null;
        _endpoint = async context =>
        {
            _decisions.Add(await context.AuthenticateMtlsClientAsync());
            wasThere = context.GetMtlsClient() is not null;
        };

        await DecideAsync<MtlsClientDecision>(body, hasCertificate: true);

        wasThere.Should().Be(isThere);
    }

    [TestCase("client_id=client", true)]
    [TestCase("client_id=client&client_secret=x", false)]
    [TestCase("client_id=default&client_secret=x", false)]
    [TestCase("client_id=public", false)]
    public async Task Certificate_of_the_connection_stays_for_clients_that_authenticated_by_it_only(string body, bool isThere)
    {
        bool? wasThere = null;
        _endpoint = async context =>
        {
            _decisions.Add(await context.AuthenticateMtlsClientAsync());
            wasThere = context.Connection.ClientCertificate is not null;
        };

        await DecideAsync<MtlsClientDecision>(body, hasCertificate: true);

        wasThere.Should().Be(isThere);
    }

    private async Task<T> DecideAsync<T>(string body, bool hasCertificate = false)
        where T : MtlsClientDecision
    {
        using HttpResponseMessage response = await _server.PostTokenAsync(body, hasCertificate ? _client.Certificate : null);
        response.IsSuccessStatusCode.Should().BeTrue();
        return _decisions[^1].Should().BeAssignableTo<T>().Subject;
    }
}
