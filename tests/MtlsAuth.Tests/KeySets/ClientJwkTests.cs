using System.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;
using MtlsAuth.Certificates;
using MtlsAuth.Testing;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.KeySets;

public sealed class ClientJwkTests
{
    private static readonly ClientCertificate Certificate = TestCertificates.Ec().WithKey(TestKeys.Rsa2048()).Create().ClientCertificate;

    [Test]
    public void TryParse_reads_a_single_key()
    {
        ClientJwk.TryParse(ToUtf8(TestJwks.P256.With("kid", "k")), out ClientJwk? jwk, out SkippedJwk? error).Should().BeTrue();

        jwk!.KeyId.Should().Be("k");
        error.Should().BeNull();
    }

    [TestCaseSource(nameof(Refused))]
    public void TryParse_says_why_a_single_key_is_refused(string json, SkippedJwkReason reason)
    {
        ClientJwk.TryParse(Encoding.UTF8.GetBytes(json), out ClientJwk? jwk, out SkippedJwk? error).Should().BeFalse();

        jwk.Should().BeNull();
        (error!.Index, error.Reason).Should().Be((0, reason));
        error.Member.Should().Be(reason switch
        {
            SkippedJwkReason.UnknownKeyType => "kty",
            SkippedJwkReason.UnknownCurve => "crv",
            _ => string.Empty,
        });
        error.ToString().Should().Be(error.Member.Length == 0
            ? $"keys[0]: {reason}"
            : $"keys[0].{error.Member}: {reason} (missing)");
    }

    [Test]
    public void TryParse_keeps_to_the_limit_of_the_caller()
    {
        byte[] json = ToUtf8(TestJwks.P256);

        ClientJwk.TryParse(json, out _, out _, json.Length).Should().BeTrue();
        ClientJwk.TryParse(json, out _, out SkippedJwk? error, json.Length - 1)
            .Should().BeFalse();
        error!.Reason.Should().Be(SkippedJwkReason.TooLarge);
    }

    [Test]
    public void TryParse_wants_the_members_that_the_key_type_demands_also_beside_x5c()
    {
        JsonObject jwk = new() { ["kty"] = "RSA", ["x5c"] = new JsonArray(Convert.ToBase64String(Certificate.RawData.Span)) };

        ClientJwk.TryParse(ToUtf8(jwk), out _, out SkippedJwk? error).Should().BeFalse();

        (error!.Reason, error.Member).Should().Be((SkippedJwkReason.MissingMember, "n"));
    }

    [Test]
    public void TryCreate_takes_the_key_of_a_certificate_where_the_JWK_has_none([Values("RSA", null)] string? kty)
    {
        JsonWebKey source = new() { Kty = kty, X5c = { Convert.ToBase64String(Certificate.RawData.Span) } };

        ClientJwk.TryCreate(source, out ClientJwk? jwk, out _).Should().BeTrue();

        jwk!.PublicKey.Should().Be(Certificate.PublicKey);
        jwk.Certificate!.Thumbprint.Should().Be(Certificate.Thumbprint);
        jwk.Remarks.Should().BeEquivalentTo([new JwkRemark("x5c", SkippedJwkReason.KeyTakenFromX5c)]);
    }

    [Test]
    public void TryCreate_reads_what_JsonWebKeyConverter_makes_of_a_certificate()
    {
        using System.Security.Cryptography.X509Certificates.X509Certificate2 certificate =
            TestCertificates.Ec().WithKey(TestKeys.Rsa2048(1)).Create().ToX509Certificate2();
        using System.Security.Cryptography.X509Certificates.X509Certificate2 publicPart =
            System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadCertificate(certificate.RawData);
        JsonWebKey source = JsonWebKeyConverter.ConvertFromX509SecurityKey(new X509SecurityKey(publicPart));

        ClientJwk.TryCreate(source, out ClientJwk? jwk, out SkippedJwk? error).Should().BeTrue("{0}", error);

        source.N.Should().BeNull();
        jwk!.Certificate!.RawData.ToArray().Should().Equal(certificate.RawData);
    }

    [TestCase("EC", null, null, "kty")]
    [TestCase("RSA", "AQAB", null, "e")]
    [TestCase("RSA", null, "AQAB", "n")]
    public void TryCreate_refuses_a_JWK_that_has_something_else_than_its_certificate(string kty, string? n, string? e, string member)
    {
        JsonWebKey source = new() { Kty = kty, N = n, E = e, X5c = { Convert.ToBase64String(Certificate.RawData.Span) } };

        ClientJwk.TryCreate(source, out _, out SkippedJwk? error).Should().BeFalse();

        error!.Member.Should().Be(member);
    }

    [TestCase("x")]
    [TestCase("y")]
    [TestCase("pub")]
    public void TryCreate_takes_no_key_of_a_certificate_beside_any_number(string member)
    {
        string x5c = Convert.ToBase64String(Certificate.RawData.Span);
        JsonWebKey source = new($$"""{"kty":"RSA","{{member}}":"AQAB","x5c":["{{x5c}}"]}""");

        ClientJwk.TryCreate(source, out _, out SkippedJwk? error).Should().BeFalse();

        (error!.Reason, error.Member).Should().Be((SkippedJwkReason.MissingMember, "n"));
    }

    [Test]
    public void TryCreate_keeps_the_members_that_are_not_compiled()
    {
        JsonWebKey source = new(TestJwks.P256.ToJsonString())
        {
            X5t = "a",
            X5tS256 = "b",
            X5u = "https://c.example",
            KeyOps = { "verify" },
        };

        ClientJwk.TryCreate(source, out ClientJwk? jwk, out _).Should().BeTrue();

        JsonWebKey back = jwk!.ToJsonWebKey();
        (back.X5t, back.X5tS256, back.X5u).Should().Be(("a", "b", "https://c.example"));
        back.KeyOps.Should().Equal("verify");
    }

    [Test]
    public void TryCreate_finds_no_key_in_a_certificate_that_cannot_be_read()
    {
        ClientJwk.TryCreate(new JsonWebKey { Kty = "RSA", X5c = { "AAAA" } }, out _, out SkippedJwk? error).Should().BeFalse();

        error!.Reason.Should().Be(SkippedJwkReason.MissingMember);
    }

    [Test]
    public void TryCreate_keeps_additional_data_of_every_type()
    {
        JsonWebKey source = TestJwks.Read(TestJwks.P256).ToJsonWebKeySet().Keys[0];
        Dictionary<string, object> data = new()
        {
            ["text"] = "t",
            ["boolean"] = true,
            ["int"] = 1,
            ["long"] = 2L,
            ["double"] = 1.5,
            ["no number"] = double.NaN,
            ["decimal"] = 2.5m,
            ["element"] = System.Text.Json.JsonElement.Parse("[1.50]"),
            ["node"] = new JsonObject(),
            ["kty"] = "ignored",
        };
        foreach ((string name, object value) in data)
        {
            source.AdditionalData[name] = value;
        }

        ClientJwk.TryCreate(source, out ClientJwk? jwk, out _).Should().BeTrue();

        Encoding.UTF8.GetString(jwk!.OtherMembers!).Should()
            .Be("""{"text":"t","boolean":true,"int":1,"long":2,"double":1.5,"no number":"NaN","decimal":"2.5","element":[1.50],"node":{}}""");
    }

    [Test]
    public void TryCreate_wants_a_key() =>
        FluentActions.Invoking(() => ClientJwk.TryCreate(null!, out _, out _)).Should().Throw<ArgumentNullException>();

    [Test]
    public void TryCreate_takes_the_keys_of_certificates_in_a_set()
    {
        JsonWebKeySet source = new();
        source.Keys.Add(new JsonWebKey { Kty = "RSA", X5c = { Convert.ToBase64String(Certificate.RawData.Span) } });

        ClientJwkSet.TryCreate(source, out ClientJwkSet? set, out _).Should().BeTrue();

        set!.TryFind(Certificate, out _).Should().BeTrue();
    }

    internal static IEnumerable<TestCaseData> Refused()
    {
        yield return new TestCaseData("", SkippedJwkReason.InvalidJson);
        yield return new TestCaseData("""{"kty":"EC","kty":"EC"}""", SkippedJwkReason.InvalidJson);
        yield return new TestCaseData("""{"\ud800":"EC"}""", SkippedJwkReason.InvalidJson);
        yield return new TestCaseData(new string(' ', 1_048_577), SkippedJwkReason.TooLarge) { TestName = "TryParse_refuses_a_long_key" };
        yield return new TestCaseData("""{"kty":"EC","d":"AQ"}""", SkippedJwkReason.PrivateKey);
        yield return new TestCaseData("""{"kty":"oct"}""", SkippedJwkReason.SymmetricKey);
        yield return new TestCaseData("[]", SkippedJwkReason.NotAnObject);
        yield return new TestCaseData("null", SkippedJwkReason.NotAnObject);
        yield return new TestCaseData("""{"keys":[]}""", SkippedJwkReason.UnknownKeyType);
        yield return new TestCaseData("""{"kty":"EC"}""", SkippedJwkReason.UnknownCurve);
    }

    private static byte[] ToUtf8(JsonObject json) => Encoding.UTF8.GetBytes(json.ToJsonString());
}
