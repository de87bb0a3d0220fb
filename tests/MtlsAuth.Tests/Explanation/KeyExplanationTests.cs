using System.Security.Cryptography;
using System.Text.Json.Nodes;
using MtlsAuth.Certificates;
using MtlsAuth.Testing;
using MtlsAuth.Tests.Authentication;
using MtlsAuth.Tests.Certificates;
using MtlsAuth.Tests.Keys;
using MtlsAuth.Tests.KeySets;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.Explanation;

public sealed class KeyExplanationTests
{
    private static readonly ClientCertificate A = Authenticating.Vector("a-self-signed");
    private static readonly ClientCertificate Renewed = Authenticating.Vector("a-renewed");
    private static readonly ClientCertificate B = Authenticating.Vector("b-self-signed-same-names");

    [Test]
    public async Task A_registered_key_is_a_match()
    {
        ClientAuthenticationExplanation explanation = await Explaining.Of(Authenticating.PubKeyClient(B, A), Renewed);

        explanation.Result.IsAuthenticated.Should().BeTrue();
        explanation.IsMatch.Should().BeTrue();
        explanation.Comparisons[0].Should().BeEquivalentTo(new
        {
            Difference = RegisteredValueDifference.None,
            Member = "jwks.keys[1]",
            Registered = A.PublicKey.ToString(),
            Presented = A.PublicKey.ToString(),
            Description = "the presented key",
        });
    }

    [Test]
    public async Task A_key_is_named_by_its_kid_where_it_has_one()
    {
        ClientMetadata client = Authenticating.PubKeyClient() with
        {
            Jwks = TestJwks.Read(TestJwks.P256, Jwk(A).With("kid", "my\u001bkey")),
        };

        (await Explaining.Of(client, A)).Comparisons.Select(static item => (item.Member, item.KeyId)).Should().Equal(
            ("jwks.keys[1]", "my\\u001bkey"), ("jwks.keys[0]", null));
    }

    [Test]
    public async Task A_renewed_certificate_is_told_from_a_strangers()
    {
        ClientAuthenticationExplanation explanation = await Explaining.Of(Authenticating.SelfSignedClient(B, A), Renewed);

        explanation.IsMatch.Should().BeFalse();
        explanation.Comparisons.Should().HaveCount(2);
        explanation.Comparisons[0].Should().BeEquivalentTo(new
        {
            Difference = RegisteredValueDifference.OtherCertificate,
            Member = "jwks.keys[1]",
            Registered = $"certificate {A.Thumbprint}",
            Presented = $"certificate {Renewed.Thumbprint}",
        });
        explanation.Comparisons[0].Description.Should().StartWith(
            "the presented key in another certificate: the registered one is valid from");
        explanation.Comparisons[1].Difference.Should().BeOneOf(
            RegisteredValueDifference.OtherKey, RegisteredValueDifference.OtherKeyKind);
    }

    [Test]
    public async Task A_key_without_certificate_is_said_where_certificates_are_compared()
    {
        ClientMetadata client = Authenticating.SelfSignedClient() with { Jwks = ClientJwkSet.FromCertificates(includeX5c: false, A) };

        RegisteredValueComparison comparison = (await Explaining.Of(client, A)).Comparisons.Should().ContainSingle().Subject;

        comparison.Difference.Should().Be(RegisteredValueDifference.NoRegisteredCertificate);
        comparison.Description.Should().Contain("x5c");
    }

    [TestCase("use", "enc", "NotForSigning")]
    [TestCase("n", null, "InvalidBase64Url")]
    public async Task A_skipped_key_that_is_the_presented_one_is_named(string member, string? value, string reason)
    {
        using RSA rsa = TestKeys.Rsa2048();
        ClientCertificate certificate = Certificate(rsa);
        JsonObject jwk = Jwk(certificate);
        jwk[member] = value ?? Convert.ToBase64String(rsa.ExportParameters(false).Modulus!);
        ClientMetadata client = Authenticating.PubKeyClient() with { Jwks = TestJwks.Read(TestJwks.P256, jwk.With("kid", "my\u001bkey")) };

        ClientAuthenticationExplanation explanation = await Explaining.Of(client, certificate);

        explanation.Comparisons[0].Should().BeEquivalentTo(new
        {
            Difference = RegisteredValueDifference.SkippedSameKey,
            Member = "jwks.keys[1]",
            Registered = "a key that is not used",
            KeyId = "my\\u001bkey",
        });
        explanation.Comparisons[0].Description.Should().StartWith("the presented key, but it is not used: ").And.Contain(reason);
        explanation.Comparisons[1].Difference.Should().Be(RegisteredValueDifference.OtherKeyKind);
    }

    [Test]
    public async Task A_skipped_key_of_each_kind_is_told_from_others(
        [Values(KeyAlgorithm.P256, KeyAlgorithm.Ed25519, KeyAlgorithm.MLDsa44)] KeyAlgorithm kind)
    {
        ClientCertificate certificate = new CertificateParts
        {
            SubjectPublicKeyInfo = kind switch
            {
                KeyAlgorithm.P256 => TestKeys.P256SubjectPublicKeyInfo,
                KeyAlgorithm.Ed25519 => EncodedKey.Raw(kind, EncodedKey.Ed25519),
                _ => EncodedKey.Raw(kind, [.. Enumerable.Repeat((byte)7, 1312)]),
            },
        }.ReadCertificate();
        ClientMetadata client = Authenticating.PubKeyClient() with
        {
            Jwks = TestJwks.Read(TestJwks.Rsa, Jwk(certificate).With("use", "enc"), TestJwks.P521.With("use", "enc")),
        };

        (await Explaining.Of(client, certificate)).Comparisons.Select(static item => (item.Difference, item.Member)).Should().Equal(
            (RegisteredValueDifference.SkippedSameKey, "jwks.keys[1]"),
            (RegisteredValueDifference.SkippedKey, "jwks.keys[2]"),
            (RegisteredValueDifference.OtherKeyKind, "jwks.keys[0]"));
    }

    [Test]
    public async Task A_skipped_key_that_may_be_any_is_named_with_its_reason()
    {
        ClientMetadata client = Authenticating.PubKeyClient(B) with
        {
            Jwks = TestJwks.Read(TestJwks.P256, "no key", TestJwks.P521.Without("x"), TestJwks.P521.With("x", "?")),
        };

        (await Explaining.Of(client, A)).Comparisons.Where(static item => item.Difference == RegisteredValueDifference.SkippedKey)
            .Select(static item => item.Description).Should().Equal(
                "not used: keys[1]: NotAnObject",
                "not used: keys[2].x: MissingMember",
                "not used: keys[3].x: InvalidBase64Url (a character outside the alphabet)");
    }

    [Test]
    public async Task The_same_modulus_with_another_exponent_is_another_key()
    {
        using RSA rsa = TestKeys.Rsa2048();
        ClientCertificate certificate = Certificate(rsa);
        ClientMetadata client = Authenticating.PubKeyClient() with { Jwks = TestJwks.Read(Jwk(certificate).With("e", "Aw")) };

        RegisteredValueComparison comparison = (await Explaining.Of(client, certificate)).Comparisons.Should().ContainSingle().Subject;

        comparison.Difference.Should().Be(RegisteredValueDifference.SecondNumber);
        comparison.Description.Should().Be("the same modulus, but another exponent");
    }

    [Test]
    public async Task The_same_point_on_the_other_side_of_the_curve_is_another_key()
    {
        using ECDsa key = TestKeys.CreateP256();
        ECParameters parameters = key.ExportParameters(false);
        System.Numerics.BigInteger prime = System.Numerics.BigInteger.Pow(2, 256) - System.Numerics.BigInteger.Pow(2, 224)
            + System.Numerics.BigInteger.Pow(2, 192) + System.Numerics.BigInteger.Pow(2, 96) - 1;
        byte[] y = (prime - new System.Numerics.BigInteger(parameters.Q.Y, isUnsigned: true, isBigEndian: true))
            .ToByteArray(isUnsigned: true, isBigEndian: true);
        ClientCertificate certificate = Certificate(key);
        JsonObject jwk = Jwk(certificate);
        jwk["y"] = System.Buffers.Text.Base64Url.EncodeToString([.. new byte[32 - y.Length], .. y]);
        ClientMetadata client = Authenticating.PubKeyClient() with { Jwks = TestJwks.Read(jwk) };

        (await Explaining.Of(client, certificate)).Comparisons.Should().ContainSingle()
            .Which.Description.Should().Be("the same x, but another y");
    }

    [Test]
    public async Task Another_key_is_told_from_one_of_another_kind_or_size()
    {
        using RSA first = TestKeys.Rsa2048();
        using RSA second = TestKeys.Rsa2048(1);
        ClientMetadata client = Authenticating.PubKeyClient() with
        {
            Jwks = TestJwks.Read(
                TestJwks.P256,
                Jwk(Certificate(second)),
                TestJwks.P521,
                Jwk(Certificate(RSA.Create(3072)))),
        };

        (await Explaining.Of(client, Certificate(first))).Comparisons.Select(static item => (item.Member, item.Description)).Should().Equal(
            ("jwks.keys[1]", "another key"),
            ("jwks.keys[3]", "another key, and of another size: registered RSA-3072, presented RSA-2048"),
            ("jwks.keys[0]", "a key of another kind: registered P256, presented RSA-2048"),
            ("jwks.keys[2]", "a key of another kind: registered P521, presented RSA-2048"));
    }

    [Test]
    public async Task Only_the_nearest_of_many_are_given()
    {
        ClientMetadata client = Authenticating.PubKeyClient([.. Enumerable.Repeat(B, 50), A]);

        ClientAuthenticationExplanation explanation = await Explaining.Of(client, A);

        explanation.Comparisons.Should().HaveCount(ClientAuthenticationExplanation.MaximumCount);
        explanation.OmittedCount.Should().Be(31);
        explanation.Comparisons[0].Member.Should().Be("jwks.keys[50]");
    }

    [Test]
    public async Task Keys_behind_a_jwks_uri_are_compared()
    {
        ClientMetadata client = Authenticating.PubKeyClient() with { Jwks = null, JwksUri = "https://c.example/jwks" };
        ClientJwkSetResult keys = ClientJwkSetResult.Current(ClientJwkSet.FromCertificates(includeX5c: false, B));

        ClientAuthenticationExplanation explanation =
            await Explaining.Of(client, A, new StubJwkSetSource(() => keys, () => keys, () => keys));

        explanation.Result.FailureReason.Should().Be(ClientAuthenticationFailureReason.PublicKeyNotRegistered);
        explanation.Comparisons.Should().ContainSingle();
    }

    [Test]
    public async Task Keys_that_cannot_be_had_are_not_compared()
    {
        ClientMetadata client = Authenticating.PubKeyClient() with { Jwks = null, JwksUri = "https://c.example/jwks" };
        StubJwkSetSource broken = new(() => throw new TimeoutException(), () => throw new TimeoutException());
        ClientJwkSetResult none = ClientJwkSetResult.Unavailable("gone");

        (await Explaining.Of(client, A, broken)).Comparisons.Should().BeEmpty();
        (await Explaining.Of(client, A, new StubJwkSetSource(() => none, () => none))).Comparisons.Should().BeEmpty();
        (await Explaining.Of(client, A)).Comparisons.Should().BeEmpty();
    }

    [Test]
    public async Task Cancelling_is_passed_on()
    {
        ClientMetadata client = Authenticating.PubKeyClient() with { Jwks = null, JwksUri = "https://c.example/jwks" };
        ClientAuthenticationResult result = await new Authenticating { Client = client }.With(A);
        ClientAuthenticationExplainer explainer = new(jwkSetSource: new StubJwkSetSource());

        Func<Task> explain = async () => await explainer.ExplainAsync(result, new CancellationToken(canceled: true));

        await explain.Should().ThrowAsync<OperationCanceledException>();
    }

    [Test]
    public async Task Without_client_certificate_or_certificate_method_there_is_nothing_to_compare()
    {
        ClientMetadata client = Authenticating.PubKeyClient(A);
        ClientAuthenticationResult unknown = await new Authenticating { Client = client }.With(
            new ClientAuthenticationRequest { ClientId = "stranger", Presented = PresentedCertificate.Of(A) });

        (await new ClientAuthenticationExplainer().ExplainAsync(unknown)).Comparisons.Should().BeEmpty();
        (await Explaining.Of(client, null)).Comparisons.Should().BeEmpty();
        (await Explaining.Of(client with { TokenEndpointAuthMethod = "private_key_jwt" }, A)).Comparisons.Should().BeEmpty();
        (await Explaining.Of(client with { JwksUri = "https://c.example" }, A)).Comparisons.Should().BeEmpty();
    }

    private static ClientCertificate Certificate(AsymmetricAlgorithm key) => TestCertificates.Ec()
        .WithKey(key)
        .ValidFrom(Authenticating.Now.AddDays(-1))
        .ValidUntil(Authenticating.Now.AddDays(1))
        .Create().ClientCertificate;

    private static JsonObject Jwk(ClientCertificate certificate) =>
        JsonNode.Parse(ClientJwkSet.FromCertificates(includeX5c: false, certificate).ToUtf8Json())!["keys"]![0]!.DeepClone().AsObject();
}
