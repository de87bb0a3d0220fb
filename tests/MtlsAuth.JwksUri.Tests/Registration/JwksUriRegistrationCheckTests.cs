using System.Net;
using System.Text;
using MtlsAuth.JwksUri.Tests.KeySets;
using MtlsAuth.Registration;
using MtlsAuth.Testing;

namespace MtlsAuth.JwksUri.Tests.Registration;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class JwksUriRegistrationCheckTests : IDisposable
{
    private const string Uri = "https://c.example/jwks";

    private static readonly ClientRegistrationValidator Validator = new(new ClientRegistrationValidatorOptions { SupportsJwksUri = true });

    private readonly KeySetServer _server = new();

    public void Dispose() => _server.Dispose();

    [Test]
    public async Task Keys_behind_jwks_uri_are_looked_at_once()
    {
        _server.Publish(Uri, ClientJwkSet.FromCertificates(includeX5c: false, TestCertificates.Ec().Create().ClientCertificate));

        ClientRegistrationReport report = await CheckAsync();

        report.Error.Should().BeNull();
        report.Metadata!.JwksUri.Should().Be(Uri);
        report.Findings.Should().BeEmpty();
        _server.RequestCount.Should().Be(1);
    }

    [Test]
    public async Task What_is_wrong_with_the_keys_is_said_with_its_place()
    {
        _server.Publish(Uri, ClientJwkSet.Empty);

        (await CheckAsync()).Error!.ErrorDescription.Should().StartWith("$.jwks_uri.keys: No key can authenticate the client.");
    }

    [Test]
    public async Task A_page_that_is_not_there_refuses_the_client_and_an_outage_does_not()
    {
        _server.Answer(Uri, HttpStatusCode.NotFound);
        ClientRegistrationReport wrong = await CheckAsync();
        _server.Answer(Uri, HttpStatusCode.ServiceUnavailable);
        ClientRegistrationReport down = await CheckAsync();

        wrong.Findings.Should().ContainSingle().Which.Kind.Should().Be(ClientRegistrationFindingKind.JwksUriUnusable);
        wrong.Error!.ErrorDescription.Should().NotContain("404");
        down.Error.Should().BeNull();
        down.Findings.Should().ContainSingle().Which.Kind.Should().Be(ClientRegistrationFindingKind.JwksUriUnavailable);
    }

    [Test]
    public async Task The_log_says_what_the_answer_does_not()
    {
        _server.Answer(Uri, HttpStatusCode.NotFound);
        await using KeySetInstance instance = new(_server);

        await instance.RegistrationCheck.ValidateAsync(Validator, Body);

        instance.Log.LatestRecord.Id.Id.Should().Be(34);
        instance.Log.LatestRecord.Message.Should().Contain("c.example").And.Contain("UnexpectedStatus").And.Contain("404");
    }

    [Test]
    public async Task Metadata_that_is_refused_anyway_causes_no_fetch()
    {
        await using KeySetInstance instance = new(_server);

        ClientRegistrationReport report = await instance.RegistrationCheck.ValidateAsync(
            Validator, Encoding.UTF8.GetBytes($$"""{"token_endpoint_auth_method":"nonsense","jwks_uri":"{{Uri}}"}"""));

        report.Error.Should().NotBeNull();
        _server.RequestCount.Should().Be(0);
    }

    [Test]
    public async Task Strangers_who_register_cannot_make_the_server_fetch_at_will()
    {
        _server.Publish(Uri, ClientJwkSet.FromCertificates(includeX5c: false, TestCertificates.Ec().Create().ClientCertificate));
        await using KeySetInstance instance = new(_server, static options => options.MaximumRefreshesPerMinute = 2);

        ClientRegistrationReport[] reports =
            await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => instance.RegistrationCheck.ValidateAsync(Validator, Body)));

        _server.RequestCount.Should().Be(2);
        reports.Count(static report =>
            report.Findings.Any(static finding => finding.Kind == ClientRegistrationFindingKind.JwksUriUnavailable)).Should().Be(8);
    }

    [Test]
    public async Task Strangers_who_register_keep_no_client_from_changing_its_keys()
    {
        _server.Publish(Uri, ClientJwkSet.FromCertificates(includeX5c: false, TestCertificates.Ec().Create().ClientCertificate));
        await using KeySetInstance instance = new(_server, static options => options.MaximumRefreshesPerMinute = 1);
        await instance.GetAsync(Uri);
        await instance.RegistrationCheck.ValidateAsync(Validator, Body);

        ClientJwkSetResult refreshed = await instance.RefreshAsync(Uri);

        refreshed.Status.Should().Be(ClientJwkSetStatus.Current);
        _server.RequestCount.Should().Be(3);
    }

    private static byte[] Body =>
        Encoding.UTF8.GetBytes($$"""{"token_endpoint_auth_method":"pub_key_tls_client_auth","jwks_uri":"{{Uri}}"}""");

    private async Task<ClientRegistrationReport> CheckAsync()
    {
        await using KeySetInstance instance = new(_server);
        return await instance.RegistrationCheck.ValidateAsync(Validator, Body);
    }
}
