using Microsoft.Extensions.DependencyInjection;
using MtlsAuth.Certificates;
using MtlsAuth.JwksUri.Tests.Redis;
using MtlsAuth.Redis;
using MtlsAuth.Testing;

namespace MtlsAuth.JwksUri.Tests.Hosting;

/// <summary>Clients with a <c>jwks_uri</c> authenticate, from the certificate to a web server on the loopback and back.</summary>
public sealed class AuthenticationTests
{
    private static readonly ClientCertificate Certificate = TestCertificates.Ec().Create().ClientCertificate;
    private static readonly ClientCertificate OtherCertificate = TestCertificates.Ec().Create().ClientCertificate;

    [Test]
    public async Task A_client_rotates_its_keys_without_asking_anybody()
    {
        await using PublishedKeys keys = await PublishedKeys.StartAsync();
        keys.Publish("c", DocumentOf(Certificate));
        await using AuthorizationServer server = new(keys, [Client(keys, "c")]);

        (await server.AuthenticateAsync("c", Certificate)).IsAuthenticated.Should().BeTrue();
        (await server.AuthenticateAsync("c", Certificate)).IsAuthenticated.Should().BeTrue();
        keys.Publish("c", DocumentOf(Certificate, OtherCertificate));
        (await server.AuthenticateAsync("c", OtherCertificate)).IsAuthenticated.Should().BeTrue();

        keys.RequestCount.Should().Be(2);
    }

    [Test]
    public async Task A_certificate_of_another_key_is_told_apart_from_keys_that_cannot_be_had()
    {
        await using PublishedKeys keys = await PublishedKeys.StartAsync();
        keys.Publish("c", DocumentOf(Certificate));
        keys.Publish("html", "<html>"u8.ToArray());
        await using AuthorizationServer server = new(
            keys, [Client(keys, "c"), Client(keys, "html"), Client(keys, "gone"), Client(keys, "inside") with { JwksUri = "https://127.0.0.1/" }]);

        ClientAuthenticationResult other = await server.AuthenticateAsync("c", OtherCertificate);
        ClientAuthenticationResult html = await server.AuthenticateAsync("html", Certificate);
        ClientAuthenticationResult gone = await server.AuthenticateAsync("gone", Certificate);
        ClientAuthenticationResult inside = await server.AuthenticateAsync("inside", Certificate);

        other.FailureReason.Should().Be(ClientAuthenticationFailureReason.PublicKeyNotRegistered);
        other.FailureDetail.Should().Contain("keys.example").And.Contain("were fetched");
        html.FailureReason.Should().Be(ClientAuthenticationFailureReason.ClientKeysUnusable);
        html.FailureDetail.Should().Contain("InvalidKeySet");
        gone.FailureReason.Should().Be(ClientAuthenticationFailureReason.ClientKeysUnusable);
        gone.FailureDetail.Should().Contain("404");
        inside.FailureReason.Should().Be(ClientAuthenticationFailureReason.ClientKeysUnusable);
        inside.FailureDetail.Should().Contain("AddressNotAllowed");
        new[] { other, html, gone, inside }.Should().OnlyContain(static result => result.Error!.Error == "invalid_client");
    }

    [Test]
    public async Task A_server_that_is_down_is_no_fault_of_the_client()
    {
        await using PublishedKeys keys = await PublishedKeys.StartAsync();
        await using AuthorizationServer server = new(keys, [Client(keys, "c")]);
        await keys.StopAsync();

        ClientAuthenticationResult result = await server.AuthenticateAsync("c", Certificate);

        result.FailureReason.Should().Be(ClientAuthenticationFailureReason.ClientKeysUnavailable);
        result.FailureDetail.Should().Contain("ConnectionFailed");
        result.Error!.StatusCode.Should().Be(503);
    }

    [Test]
    public async Task Self_signed_certificates_are_found_in_x5c_behind_jwks_uri()
    {
        await using PublishedKeys keys = await PublishedKeys.StartAsync();
        keys.Publish("c", ClientJwkSet.FromCertificates(includeX5c: true, Certificate).ToUtf8Json());
        ClientMetadata client = Client(keys, "c") with { TokenEndpointAuthMethod = ClientAuthenticationMethods.SelfSignedTlsClientAuth };
        await using AuthorizationServer server = new(keys, [client], static services => services.Configure<AspNetCore.MtlsAuthOptions>(
            static options => options.EnabledMethods = [ClientAuthenticationMethods.SelfSignedTlsClientAuth]));

        (await server.AuthenticateAsync("c", Certificate)).IsAuthenticated.Should().BeTrue();
        (await server.AuthenticateAsync("c", OtherCertificate)).FailureReason
            .Should().Be(ClientAuthenticationFailureReason.CertificateNotRegistered);
    }

    [Test]
    public async Task Ten_thousand_clients_are_fetched_once_each()
    {
        const int Count = 10_000;
        await using PublishedKeys keys = await PublishedKeys.StartAsync();
        keys.Default = DocumentOf(Certificate);
        string[] ids = [.. Enumerable.Range(0, Count).Select(static index => $"c{index}")];
        await using AuthorizationServer server = new(keys, ids.Select(id => Client(keys, id)));

        await AuthenticateAllAsync();
        int warm = keys.RequestCount;
        await AuthenticateAllAsync();

        warm.Should().Be(Count);
        keys.RequestCount.Should().Be(Count, "what was fetched is kept");

        Task AuthenticateAllAsync() => Parallel.ForEachAsync(ids, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (id, _) =>
        {
            ClientAuthenticationResult result = await server.AuthenticateAsync(id, Certificate);
            result.IsAuthenticated.Should().BeTrue(result.FailureDetail);
        });
    }

    [Test]
    public async Task Instances_that_share_a_redis_fetch_once_for_all()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        await using PublishedKeys keys = await PublishedKeys.StartAsync();
        keys.Publish("c", DocumentOf(Certificate));
        await using AuthorizationServer first = new(keys, [Client(keys, "c")], services => services.AddMtlsRedis(redis.Configuration));
        await using AuthorizationServer second = new(keys, [Client(keys, "c")], services => services.AddMtlsRedis(redis.Configuration));

        ClientAuthenticationResult[] results = await Task.WhenAll(Enumerable.Range(0, 200).Select(index =>
            Task.Run(() => (index % 2 == 0 ? first : second).AuthenticateAsync("c", Certificate))));

        results.Should().OnlyContain(static result => result.IsAuthenticated);
        keys.RequestCount.Should().Be(1);
    }

    private static byte[] DocumentOf(params ClientCertificate[] certificates) =>
        ClientJwkSet.FromCertificates(includeX5c: false, certificates).ToUtf8Json();

    private static ClientMetadata Client(PublishedKeys keys, string id) => new()
    {
        ClientId = id,
        TokenEndpointAuthMethod = ClientAuthenticationMethods.PubKeyTlsClientAuth,
        JwksUri = keys.UriOf(id),
    };
}
