using System.Security.Cryptography.X509Certificates;
using Microsoft.IdentityModel.Tokens;
using MtlsAuth.Certificates;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace MtlsAuth.OpenIddict.Tests.Clients;

[Parallelizable(ParallelScope.All)]
internal sealed class MtlsApplicationExtensionsTests
{
    [Test]
    public void A_client_without_keys_is_refused()
    {
        OpenIddictApplicationDescriptor application = new();

        Action set = () => application.SetMtlsClient(
            new ClientMetadata { TokenEndpointAuthMethod = ClientAuthenticationMethods.PubKeyTlsClientAuth });

        set.Should().Throw<ArgumentException>().WithMessage("*neither jwks nor jwks_uri*");
        application.Settings.Should().BeEmpty();
    }

    [Test]
    public void A_public_client_is_refused()
    {
        OpenIddictApplicationDescriptor application = new() { ClientType = ClientTypes.Public };

        Action set = () => application.SetMtlsClient(WithSubject);

        set.Should().Throw<ArgumentException>().WithMessage("*public client*");
    }

    [Test]
    public void A_client_that_had_a_secret_has_another_one_that_nobody_knows()
    {
        OpenIddictApplicationDescriptor first = new() { ClientSecret = OtherClients.Secret };
        OpenIddictApplicationDescriptor second = new();

        first.SetMtlsClient(WithSubject);
        second.SetMtlsClient(WithSubject);

        first.ClientType.Should().Be(ClientTypes.Confidential);
        first.ClientSecret.Should().NotBe(OtherClients.Secret).And.NotBe(second.ClientSecret);
        Convert.FromBase64String(first.ClientSecret!).Should().HaveCount(32);
    }

    [Test]
    public void What_the_client_was_registered_for_before_is_gone()
    {
        using X509Certificate2 certificate = ClientCertificates.CreateSelfSigned(ClientKind.Ec);
        OpenIddictApplicationDescriptor application = new() { Settings = { ["tkn_lft:act"] = "00:10:00" } };
        application.SetMtlsClient(new ClientMetadata
        {
            ClientId = "client",
            TokenEndpointAuthMethod = ClientAuthenticationMethods.SelfSignedTlsClientAuth,
            SelfSignedMatching = SelfSignedMatching.PublicKey,
            Jwks = ClientJwkSet.FromCertificates(includeX5c: false, ClientCertificate.FromX509Certificate2(certificate)),
        });

        application.SetMtlsClient(WithSubject);

        application.ClientId.Should().Be("client");
        application.JsonWebKeySet.Should().BeNull();
        application.Settings.Should().BeEquivalentTo(new Dictionary<string, string>
        {
            ["tkn_lft:act"] = "00:10:00",
            ["token_endpoint_auth_method"] = "tls_client_auth",
            ["tls_client_auth_subject_dn"] = "CN=client",
        });
    }

    [Test]
    public void Keys_and_secret_of_another_method_are_left_as_they_are()
    {
        JsonWebKeySet keys = new();
        OpenIddictApplicationDescriptor application = new() { JsonWebKeySet = keys, ClientSecret = OtherClients.Secret };

        application.SetMtlsClient(new ClientMetadata { TlsClientCertificateBoundAccessTokens = true });

        application.JsonWebKeySet.Should().BeSameAs(keys);
        application.ClientSecret.Should().Be(OtherClients.Secret);
        application.ClientType.Should().BeNull();
        application.Settings.Should().ContainSingle().Which.Key.Should().Be("tls_client_certificate_bound_access_tokens");
    }

    private static ClientMetadata WithSubject => new()
    {
        TokenEndpointAuthMethod = ClientAuthenticationMethods.TlsClientAuth,
        TlsClientAuthSubjectDn = "CN=client",
    };
}
