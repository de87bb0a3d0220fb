using MtlsAuth.Certificates;
using MtlsAuth.Tests.KeySets;
using MtlsAuth.Tests.Registration;

namespace MtlsAuth.Tests.Authentication;

/// <summary>Why no registered key is the certificate's.</summary>
public sealed class KeyLookUpDetailTests
{
    private static readonly ClientCertificate A = Authenticating.Vector("a-self-signed");
    private static readonly ClientCertificate Renewed = Authenticating.Vector("a-renewed");
    private static readonly ClientCertificate B = Authenticating.Vector("b-self-signed-same-names");

    [Test]
    public async Task A_client_without_keys_is_told_from_one_with_two_sources()
    {
        ClientMetadata neither = Authenticating.PubKeyClient() with { Jwks = null };
        ClientMetadata both = Authenticating.PubKeyClient(A) with { JwksUri = "https://c.example" };

        (await DetailAsync(neither, A)).Should().Be("the client has registered neither jwks nor jwks_uri");
        (await DetailAsync(both, A)).Should().StartWith("the client has registered both jwks and jwks_uri");
    }

    [Test]
    public async Task A_jwks_uri_that_nobody_fetches_is_said() =>
        (await DetailAsync(Fetched, A)).Should().Be(
            "the client's keys are at its jwks_uri, but the server has no IClientJwkSetSource to fetch them");

    [Test]
    public async Task An_empty_set_is_said()
    {
        (await DetailAsync(Authenticating.PubKeyClient(), A)).Should().Be("the client's JWK Set has no keys");
        ClientJwkSetResult empty = ClientJwkSetResult.Current(ClientJwkSet.Empty);
        (await DetailAsync(Fetched, A, new StubJwkSetSource(() => empty, () => empty)))
            .Should().Be("the client's JWK Set has no keys");
    }

    [Test]
    public async Task Skipped_keys_are_said_with_place_and_reason()
    {
        ClientMetadata client = Authenticating.PubKeyClient() with
        {
            Jwks = TestJwks.Read(
                TestJwks.Rsa.With("e", "AAEAAQ"),
                "no key",
                TestJwks.P256.With("x", "AQ"),
                TestJwks.P256.Without("kty"),
                TestJwks.P256.Without("y")),
        };

        (await DetailAsync(client, A)).Should().Be(
            "none of the client's keys can be used; not used: keys[0].e InvalidExponent, keys[1] NotAnObject, keys[2].x WrongLength "
            + "and 2 more");
    }

    [Test]
    public async Task A_wrong_key_is_said_beside_the_first_registered_ones()
    {
        ClientMetadata one = Authenticating.PubKeyClient(B);
        ClientMetadata many = one with { Jwks = TestJwks.Read(Enumerable.Repeat(TestJwks.P256.ToJsonString(), 5).Select(Parse)) };

        (await DetailAsync(one, A)).Should().Be($"presented key {A.PublicKeyThumbprint}, registered {B.PublicKeyThumbprint}");
        (await DetailAsync(many, A)).Should().EndWith(" and 2 more")
            .And.HaveLength((4 * 43) + "presented key , registered , ,  and 2 more".Length);
    }

    [Test]
    public async Task Three_registered_keys_are_said_and_no_others()
    {
        ClientMetadata three = Authenticating.PubKeyClient(B, B, B);

        (await DetailAsync(three, A)).Should().Be(
            $"presented key {A.PublicKeyThumbprint}, registered {string.Join(", ", Enumerable.Repeat(B.PublicKeyThumbprint, 3))}");
    }

    [Test]
    public async Task Skipped_keys_are_said_beside_the_registered_ones()
    {
        ClientMetadata client = Authenticating.PubKeyClient() with { Jwks = TestJwks.Read(TestJwks.P256, TestJwks.Rsa.Without("n")) };

        (await DetailAsync(client, A)).Should().EndWith("; not used: keys[1].n MissingMember");
    }

    [Test]
    public async Task A_wrong_certificate_is_said_beside_the_registered_ones() =>
        (await DetailAsync(Authenticating.SelfSignedClient(B), A))
            .Should().Be($"presented certificate {A.Thumbprint}, registered {B.Thumbprint}");

    [Test]
    public async Task A_renewed_certificate_that_was_not_registered_is_said() =>
        (await DetailAsync(Authenticating.SelfSignedClient(A), Renewed))
            .Should().Be($"presented certificate {Renewed.Thumbprint}, registered {A.Thumbprint}; its key is a registered one");

    [Test]
    public async Task Keys_without_certificates_are_said_where_certificates_are_compared() =>
        (await DetailAsync(Authenticating.SelfSignedClient() with { Jwks = ClientJwkSet.FromCertificates(includeX5c: false, B) }, A))
            .Should().Be("the client has registered keys without certificates (x5c), and its method compares certificates");

    [Test]
    public async Task The_clients_own_words_are_not_repeated()
    {
        ClientMetadata client = Authenticating.PubKeyClient() with
        {
            Jwks = TestJwks.Read(TestJwks.P256.With("kid", "forged\nline").With("x", "forged"), TestJwks.Rsa.With("kid", "forged")),
        };

        (await DetailAsync(client, A)).Should().NotContain("forged");
    }

    [Test]
    public async Task A_method_that_is_not_enabled_is_said_beside_those_that_are()
    {
        Authenticating subject = new()
        {
            Client = Authenticating.PubKeyClient(A),
            Options = new() { EnabledMethods = ["tls_client_auth", "self_signed_tls_client_auth"] },
        };

        (await subject.With(A)).FailureDetail.Should().Be("the server has enabled self_signed_tls_client_auth, tls_client_auth");
    }

    private static ClientMetadata Fetched => Authenticating.PubKeyClient() with { Jwks = null, JwksUri = "https://c.example/jwks" };

    private static System.Text.Json.Nodes.JsonNode? Parse(string json) => System.Text.Json.Nodes.JsonNode.Parse(json);

    private static async Task<string?> DetailAsync(ClientMetadata client, ClientCertificate certificate, IClientJwkSetSource? source = null)
    {
        ClientAuthenticationResult result = await new Authenticating { Client = client, JwkSetSource = source }.With(certificate);
        result.IsAuthenticated.Should().BeFalse();
        return result.FailureDetail;
    }
}
