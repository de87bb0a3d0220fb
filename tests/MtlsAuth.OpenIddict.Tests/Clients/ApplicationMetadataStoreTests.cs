using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using MtlsAuth.Certificates;
using MtlsAuth.JwksUri;
using OpenIddict.Abstractions;
using OpenIddict.Core;

namespace MtlsAuth.OpenIddict.Tests.Clients;

[Parallelizable(ParallelScope.All)]
internal sealed class ApplicationMetadataStoreTests : ServerFixture
{
    private static readonly ClientMetadata[] AllMembers = [.. CreateAll()];

    [TestCaseSource(nameof(AllMembers))]
    public async Task What_was_registered_is_read(ClientMetadata metadata)
    {
        await Server.RegisterAsync(metadata);

        RegisteredClient? client = await FindAsync(metadata.ClientId);

        client!.Metadata.ToUtf8Json().Should().Equal(metadata.ToUtf8Json());
    }

    [TestCase("")]
    [TestCase("nobody")]
    [TestCase("MTLS")]
    public async Task An_id_that_is_not_registered_octet_by_octet_is_unknown(string id) =>
        (await FindAsync(id)).Should().BeNull();

    [Test]
    public async Task Another_spelling_is_unknown_where_OpenIddict_leaves_the_comparison_to_the_database()
    {
        await using OpenIddictTestServer server = await OpenIddictTestServer.StartAsync(configureServices: static services =>
            services.Configure<OpenIddictCoreOptions>(static options => options.DisableAdditionalFiltering = true));
        await server.RegisterAsync(CreateMetadata("mtls", Registered));

        using HttpResponseMessage same = await server.PostTokenAsync("mtls", Registered);
        same.StatusCode.Should().Be(HttpStatusCode.OK);
        using HttpResponseMessage other = await server.PostTokenAsync("MTLS", Registered);
        other.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [TestCase("secret", "client_secret_basic")]
    [TestCase("public", "none")]
    public async Task A_client_of_OpenIddict_has_another_method(string id, string method) =>
        (await FindAsync(id))!.Credential.Should().BeOfType<OtherCredential>().Which.Method.Should().Be(method);

    [Test]
    public async Task A_confidential_client_is_not_public_by_a_setting()
    {
        OpenIddictApplicationDescriptor application = OtherClients.WithSecret("pretender");
        application.Settings["token_endpoint_auth_method"] = "none";
        await Server.RegisterAsync(application);

        using HttpResponseMessage response = await Server.PostTokenAsync("pretender", Foreign);

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Test]
    public async Task A_flag_that_is_no_boolean_is_read_strictly()
    {
        OpenIddictApplicationDescriptor application = OtherClients.WithSecret("flag");
        application.Settings["tls_client_certificate_bound_access_tokens"] = "yes";
        await Server.RegisterAsync(application);

        (await FindAsync("flag"))!.Metadata.TlsClientCertificateBoundAccessTokens.Should().BeTrue();
    }

    [TestCase("self_signed_tls_client_auth_matching", "everything")]
    public async Task A_setting_that_cannot_be_read_is_no_fault_of_the_client(string name, string value)
    {
        OpenIddictApplicationDescriptor application =
            new OpenIddictApplicationDescriptor().SetMtlsClient(CreateMetadata("broken " + name, Registered));
        application.Settings[name] = value;
        await Server.RegisterAsync(application);

        await ExpectUnavailableAsync("broken " + name);
    }

    [Test]
    public async Task Keys_that_are_refused_are_no_fault_of_the_client()
    {
        OpenIddictApplicationDescriptor application =
            new OpenIddictApplicationDescriptor().SetMtlsClient(CreateMetadata("private key", Registered));
        application.JsonWebKeySet!.Keys.Add(new JsonWebKey { Kty = "oct", K = "AAAA" });
        await Server.RegisterAsync(application);

        await ExpectUnavailableAsync("private key");
    }

    [Test]
    public async Task A_cache_stands_in_front()
    {
        await using OpenIddictTestServer server = await OpenIddictTestServer.StartAsync(
            configureServices: static services => services.AddMtlsClientCache());
        await server.RegisterAsync(CreateMetadata("mtls", Registered));

        for (int i = 0; i < 2; i++)
        {
            using HttpResponseMessage right = await server.PostTokenAsync("mtls", Registered);
            right.StatusCode.Should().Be(HttpStatusCode.OK, "{0}", await right.Content.ReadAsStringAsync());
            using HttpResponseMessage wrong = await server.PostTokenAsync("mtls", Foreign);
            wrong.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        }
    }

    private static IEnumerable<ClientMetadata> CreateAll()
    {
        using X509Certificate2 ec = ClientCertificates.CreateSelfSigned(ClientKind.Ec);
        using X509Certificate2 rsa = ClientCertificates.CreateSelfSigned(ClientKind.Rsa);
        using X509Certificate2 ed25519 = ClientCertificates.CreateSelfSigned(ClientKind.Ed25519);
        ClientCertificate[] certificates =
            [.. new[] { ec, rsa, ed25519 }.Select(ClientCertificate.FromX509Certificate2)];
        yield return new ClientMetadata
        {
            ClientId = "bare",
            TokenEndpointAuthMethod = ClientAuthenticationMethods.PubKeyTlsClientAuth,
            Jwks = ClientJwkSet.FromCertificates(includeX5c: false, certificates),
            TlsClientCertificateBoundAccessTokens = true,
        };
        yield return new ClientMetadata
        {
            ClientId = "x5c",
            TokenEndpointAuthMethod = ClientAuthenticationMethods.SelfSignedTlsClientAuth,
            Jwks = ClientJwkSet.FromCertificates(includeX5c: true, certificates),
            SelfSignedMatching = SelfSignedMatching.Certificate,
        };
        yield return new ClientMetadata
        {
            ClientId = "jwks_uri",
            TokenEndpointAuthMethod = ClientAuthenticationMethods.SelfSignedTlsClientAuth,
            JwksUri = "https://keys.example/jwks",
            SelfSignedMatching = SelfSignedMatching.PublicKey,
        };

        ClientMetadata pki = new() { TokenEndpointAuthMethod = ClientAuthenticationMethods.TlsClientAuth };
        yield return pki with { ClientId = "dn", TlsClientAuthSubjectDn = "CN=a,O=b", TlsClientAuthRootDn = "CN=root" };
        yield return pki with { ClientId = "dns", TlsClientAuthSanDns = "client.example" };
        yield return pki with { ClientId = "uri", TlsClientAuthSanUri = "spiffe://example/client" };
        yield return pki with { ClientId = "ip", TlsClientAuthSanIp = "192.0.2.1" };
        yield return pki with { ClientId = "email", TlsClientAuthSanEmail = "client@example.com" };
    }

    private async Task ExpectUnavailableAsync(string id)
    {
        string client = "client_id=" + Uri.EscapeDataString(id);
        foreach ((string endpoint, string form) in new[] { ("/token", "grant_type=client_credentials&"), ("/introspect", "token=x&") })
        {
            using HttpResponseMessage response = await Server.PostAsync(endpoint, form + client, Registered);

            response.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
            response.Headers.RetryAfter.Should().NotBeNull();
            (await response.ReadErrorAsync()).Should().Be("temporarily_unavailable");
        }

        Server.Logs.Should().Contain(record => record.Id == 3 && record.Message.Contains(id, StringComparison.Ordinal));
    }

    private async Task<RegisteredClient?> FindAsync(string id)
    {
        await using AsyncServiceScope scope = Server.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IClientMetadataStore>().FindAsync(id);
    }
}
