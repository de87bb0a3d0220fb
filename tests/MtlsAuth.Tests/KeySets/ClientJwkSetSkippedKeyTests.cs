using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;
using MtlsAuth.Certificates;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.KeySets;

public sealed class ClientJwkSetSkippedKeyTests
{
    [TestCaseSource(nameof(Spoilt))]
    public void TryParse_skips_one_key_and_uses_the_others(JsonNode? jwk, SkippedJwkReason reason, string member)
    {
        jwk = (jwk as JsonObject)?.With("kid", "spoilt") ?? jwk;

        ClientJwkSet set = TestJwks.Read(TestJwks.P256, jwk, TestJwks.Rsa);

        set.SkippedKeys.Should().ContainSingle().Which.Should().BeEquivalentTo(
            new { Index = 1, KeyId = jwk is JsonObject ? "spoilt" : null, Reason = reason, Member = member });
        set.Keys.Select(key => key.PublicKey.KeyType).Should().Equal("EC", "RSA");
    }

    [TestCase("sig", null, null)]
    [TestCase("tls", null, null)]
    [TestCase(null, "verify", null)]
    [TestCase(null, null, "ES256")]
    public void TryParse_uses_a_key_that_may_sign(string? use, string? operation, string? algorithm)
    {
        JsonObject jwk = TestJwks.P256;
        jwk = use is null ? jwk : jwk.With("use", use);
        jwk = operation is null ? jwk : jwk.With("key_ops", new JsonArray(operation));
        jwk = algorithm is null ? jwk : jwk.With("alg", algorithm);

        TestJwks.Read(jwk).Keys.Should().ContainSingle();
    }

    [Test]
    public void TryParse_uses_the_first_certificate_of_x5c()
    {
        ClientJwk key = TestJwks.Read(TestJwks.WithX5c.With("x5c", new JsonArray(X5c(), "not a certificate"))).Keys
            .Should().ContainSingle().Subject;

        key.Certificate!.Thumbprint.ToString().Should().Be("A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v0");
    }

    [Test]
    public void TryParse_takes_thumbprints_that_are_those_of_the_certificate() =>
        TestJwks.Read(TestJwks.WithX5c
            .With("x5t", "T8Qp8fPmVYqb9iHyzQUaAbxBedY")
            .With("x5t#S256", "A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v0")).Keys.Should().ContainSingle();

    [Test]
    public void TryParse_ignores_thumbprints_without_certificate() =>
        TestJwks.Read(TestJwks.P256.With("x5t", "AA").With("x5t#S256", "AA")).Keys.Should().ContainSingle();

    [TestCaseSource(nameof(Details))]
    public void SkippedKeys_say_what_is_wrong(JsonObject jwk, string expected) =>
        TestJwks.Read(jwk).SkippedKeys.Should().ContainSingle().Which.ToString().Should().Be(expected);

    [Test]
    public void Reasons_are_all_provoked() =>
        Spoilt().Concat(ClientJwkRemarkTests.Remarks()).Concat(ClientJwkTests.Refused())
            .SelectMany(item => item.Arguments.OfType<SkippedJwkReason>())
            .Append(SkippedJwkReason.KeyTakenFromX5c)
            .Should().Contain(Enum.GetValues<SkippedJwkReason>());

    private static string X5c() => TestJwks.WithX5c["x5c"]![0]!.GetValue<string>();

    private static JsonObject WithX5c(params JsonNode?[] x5c) => TestJwks.WithX5c.With("x5c", new JsonArray(x5c));

    private static IEnumerable<TestCaseData> Spoilt()
    {
        string n = TestJwks.Rsa["n"]!.GetValue<string>();
        string x = TestJwks.P256["x"]!.GetValue<string>();
        string x521 = TestJwks.P521["y"]!.GetValue<string>();
        string x5c = X5c();
        JsonObject okp = TestJwks.Ed25519;

        yield return Case("null", null, SkippedJwkReason.NotAnObject, string.Empty);
        yield return Case("text", "key", SkippedJwkReason.NotAnObject, string.Empty);
        yield return Case("array", new JsonArray(), SkippedJwkReason.NotAnObject, string.Empty);

        foreach (string member in new[] { "kty", "crv", "alg", "n", "e", "x", "y", "pub", "use", "key_ops" })
        {
            yield return Case($"{member} a number", TestJwks.P256.With(member, 1), SkippedJwkReason.InvalidMemberType, member);
        }

        yield return Case(
            "key_ops of numbers",
            TestJwks.P256.With("key_ops", new JsonArray(1)),
            SkippedJwkReason.InvalidMemberType,
            "key_ops");
        yield return Case(
            "two of a wrong type, one a list", TestJwks.P256.With("y", 1).With("key_ops", 1), SkippedJwkReason.InvalidMemberType, "y");
        yield return Case("two of a wrong type", TestJwks.P256.With("y", 1).With("use", 1), SkippedJwkReason.InvalidMemberType, "y");

        yield return Case("no kty", TestJwks.P256.Without("kty"), SkippedJwkReason.UnknownKeyType, "kty");
        yield return Case("unknown kty", TestJwks.P256.With("kty", "XYZ"), SkippedJwkReason.UnknownKeyType, "kty");
        yield return Case("kty in lower case", TestJwks.P256.With("kty", "ec"), SkippedJwkReason.UnknownKeyType, "kty");

        yield return Case("no crv", TestJwks.P256.Without("crv"), SkippedJwkReason.UnknownCurve, "crv");
        yield return Case("unknown crv", TestJwks.P256.With("crv", "P-192"), SkippedJwkReason.UnknownCurve, "crv");
        yield return Case("crv in lower case", TestJwks.P256.With("crv", "p-256"), SkippedJwkReason.UnknownCurve, "crv");
        yield return Case("crv of another kty", TestJwks.P256.With("crv", "Ed25519"), SkippedJwkReason.UnknownCurve, "crv");
        yield return Case("OKP with P-256", okp.DeepClone().AsObject().With("crv", "P-256"), SkippedJwkReason.UnknownCurve, "crv");
        yield return Case(
            "AKP unknown",
            new JsonObject { ["kty"] = "AKP", ["alg"] = "ML-DSA-1", ["pub"] = "AA" },
            SkippedJwkReason.UnknownCurve,
            "alg");
        yield return Case("AKP without alg", new JsonObject { ["kty"] = "AKP", ["pub"] = "AA" }, SkippedJwkReason.UnknownCurve, "alg");

        yield return Case("no n", TestJwks.Rsa.Without("n"), SkippedJwkReason.MissingMember, "n");
        yield return Case("no e", TestJwks.Rsa.Without("e"), SkippedJwkReason.MissingMember, "e");
        yield return Case("no x", TestJwks.P256.Without("x"), SkippedJwkReason.MissingMember, "x");
        yield return Case("no y", TestJwks.P256.Without("y"), SkippedJwkReason.MissingMember, "y");
        yield return Case("no OKP x", okp.DeepClone().AsObject().Without("x"), SkippedJwkReason.MissingMember, "x");
        yield return Case("no pub", new JsonObject { ["kty"] = "AKP", ["alg"] = "ML-DSA-44" }, SkippedJwkReason.MissingMember, "pub");

        yield return Case("x padded", TestJwks.P256.With("x", x + "="), SkippedJwkReason.InvalidBase64Url, "x");
        yield return Case("x with white space", TestJwks.P256.With("x", x[..8] + "\n" + x[8..]), SkippedJwkReason.InvalidBase64Url, "x");
        yield return Case("x in base64", TestJwks.P256.With("x", x[..^1] + "+"), SkippedJwkReason.InvalidBase64Url, "x");
        yield return Case("x with spare bits", TestJwks.P256.With("x", x[..^1] + "V"), SkippedJwkReason.InvalidBase64Url, "x");
        yield return Case("n of five characters", TestJwks.Rsa.With("n", "AAAAA"), SkippedJwkReason.InvalidBase64Url, "n");
        yield return Case("e not ASCII", TestJwks.Rsa.With("e", "ĀQAB"), SkippedJwkReason.InvalidBase64Url, "e");

        yield return Case("x short", TestJwks.P256.With("x", x[..40]), SkippedJwkReason.WrongLength, "x");
        yield return Case("x long", TestJwks.P256.With("x", "AAAA" + x), SkippedJwkReason.WrongLength, "x");
        yield return Case("y of P-521 without leading zero", TestJwks.P521.With("y", Strip(x521)), SkippedJwkReason.WrongLength, "y");
        yield return Case("x empty", TestJwks.P256.With("x", string.Empty), SkippedJwkReason.MissingMember, "x");
        yield return Case("OKP x short", okp.DeepClone().AsObject().With("x", "AAAA"), SkippedJwkReason.WrongLength, "x");
        yield return Case(
            "pub short",
            new JsonObject { ["kty"] = "AKP", ["alg"] = "ML-DSA-65", ["pub"] = "AAAA" },
            SkippedJwkReason.WrongLength,
            "pub");

        yield return Case("not on the curve", TestJwks.P256.With("y", x), SkippedJwkReason.PointNotOnCurve, "x");
        yield return Case("n with leading zero", TestJwks.Rsa.With("n", "AAAA" + n), SkippedJwkReason.InvalidModulus, "n");
        yield return Case("n short", TestJwks.Rsa.With("n", "AQAB"), SkippedJwkReason.InvalidModulus, "n");
        yield return Case("n empty", TestJwks.Rsa.With("n", string.Empty), SkippedJwkReason.MissingMember, "n");
        yield return Case("e with leading zero", TestJwks.Rsa.With("e", "AAEAAQ"), SkippedJwkReason.InvalidExponent, "e");
        yield return Case("e one", TestJwks.Rsa.With("e", "AQ"), SkippedJwkReason.InvalidExponent, "e");
        yield return Case("e as great as n", TestJwks.Rsa.With("e", n), SkippedJwkReason.InvalidExponent, "e");
        yield return Case("e even", TestJwks.Rsa.With("e", "AQAA"), SkippedJwkReason.InvalidExponent, "e");

        string low = Base64UrlEncoder.Encode(new byte[32]);
        string unreduced = Base64UrlEncoder.Encode([.. Enumerable.Repeat((byte)0xFF, 32)]);
        yield return Case("x of low order", okp.DeepClone().AsObject().With("x", low), SkippedJwkReason.LowOrderPoint, "x");
        yield return Case("x beyond p", okp.DeepClone().AsObject().With("x", unreduced), SkippedJwkReason.NonCanonicalPoint, "x");
        yield return Case("X25519", okp.DeepClone().AsObject().With("crv", "X25519"), SkippedJwkReason.CannotSign, "crv");
        yield return Case("X448", okp.DeepClone().AsObject().With("crv", "X448"), SkippedJwkReason.CannotSign, "crv");

        yield return Case("use enc", TestJwks.P256.With("use", "enc"), SkippedJwkReason.NotForSigning, "use");
        yield return Case(
            "key_ops encrypt",
            TestJwks.Rsa.With("key_ops", new JsonArray("encrypt")),
            SkippedJwkReason.NotForSigning,
            "key_ops");
        yield return Case("alg RSA-OAEP-256", TestJwks.Rsa.With("alg", "RSA-OAEP-256"), SkippedJwkReason.NotForSigning, "alg");
        yield return Case("alg RSA1_5", TestJwks.Rsa.With("alg", "RSA1_5"), SkippedJwkReason.NotForSigning, "alg");
        yield return Case("alg ECDH-ES+A128KW", TestJwks.P256.With("alg", "ECDH-ES+A128KW"), SkippedJwkReason.NotForSigning, "alg");

        ClientCertificate other = TestVectors.ReadCertificate("derived/b-self-signed-same-names.pem");
        string otherX5c = Convert.ToBase64String(other.RawData.Span);
        yield return Case("x5c of another key", WithX5c(otherX5c), SkippedJwkReason.X5cHoldsAnotherKey, "x5c");
        yield return Case("x5c in the wrong order", WithX5c(otherX5c, x5c), SkippedJwkReason.X5cHoldsAnotherKey, "x5c");

        yield return Case(
            "x5t of another",
            TestJwks.WithX5c.With("x5t", other.ComputeSha1Thumbprint()),
            SkippedJwkReason.X5tDiffersFromX5c,
            "x5t");
        yield return Case(
            "x5t#S256 of another",
            TestJwks.WithX5c.With("x5t#S256", other.Thumbprint.ToString()),
            SkippedJwkReason.X5tDiffersFromX5c,
            "x5t#S256");
    }

    private static IEnumerable<TestCaseData> Details()
    {
        string n = TestJwks.Rsa["n"]!.GetValue<string>();
        string x = TestJwks.P256["x"]!.GetValue<string>();
        yield return Detail(
            TestJwks.Rsa.With("n", Base64UrlEncoder.Encode([0, .. Base64UrlEncoder.DecodeBytes(n)])),
            "n: InvalidModulus (leading zero octet)");
        yield return Detail(TestJwks.Rsa.With("n", "AQAB"), "n: InvalidModulus (less than 64 octets)");
        yield return Detail(
            TestJwks.Rsa.With("n", Base64UrlEncoder.Encode([1, .. new byte[2048]])), "n: InvalidModulus (more than 2048 octets)");
        yield return Detail(
            TestJwks.Rsa.With("n", Base64UrlEncoder.Encode([1, .. new byte[63]])), "n: InvalidModulus (even)", "of the shortest");
        yield return Detail(
            TestJwks.Rsa.With("n", Base64UrlEncoder.Encode([1, .. new byte[2047]])), "n: InvalidModulus (even)", "of the longest");
        yield return Detail(TestJwks.Rsa.With("e", "AAEAAQ"), "e: InvalidExponent (leading zero octet)");
        yield return Detail(TestJwks.Rsa.With("e", "AQAA"), "e: InvalidExponent (even)");
        yield return Detail(TestJwks.Rsa.With("e", "AQ"), "e: InvalidExponent (less than 3)");
        yield return Detail(
            TestJwks.Rsa.With("e", Base64UrlEncoder.Encode([1, .. new byte[256], 1])), "e: InvalidExponent (not less than the modulus)");
        yield return Detail(TestJwks.P256.With("x", Strip(x)), "x: WrongLength (31 octets instead of 32)");
        yield return Detail(TestJwks.P256.With("y", Strip(x)), "y: WrongLength (31 octets instead of 32)");
        yield return Detail(TestJwks.Ed25519.With("x", "AAAA"), "x: WrongLength (3 octets)");
        yield return Detail(TestJwks.P256.With("x", x + "="), "x: InvalidBase64Url (padding)");
        yield return Detail(TestJwks.P256.With("x", x + "\n"), "x: InvalidBase64Url (white space)");
        yield return Detail(TestJwks.P256.With("x", "+" + x[1..]), "x: InvalidBase64Url (base64 instead of base64url)");
        yield return Detail(TestJwks.P256.With("x", "é" + x[1..]), "x: InvalidBase64Url (a character outside the alphabet)");
        yield return Detail(
            TestJwks.P256.With("x", "-_" + x[2..^1] + "V"), "x: InvalidBase64Url (spare bits that are not zero)", "of the whole alphabet");
        yield return Detail(TestJwks.P256.With("x", "AAAAA"), "x: InvalidBase64Url (impossible length)");
        yield return Detail(TestJwks.P256.With("x", x[..^1] + "V"), "x: InvalidBase64Url (spare bits that are not zero)");
        yield return Detail(TestJwks.P256.Without("kty"), "kty: UnknownKeyType (missing)");
        yield return Detail(TestJwks.P256.With("kty", "ec"), "kty: UnknownKeyType");
        yield return Detail(TestJwks.P256.Without("crv"), "crv: UnknownCurve (missing)");
        yield return Detail(TestJwks.P256.With("crv", "p-256"), "crv: UnknownCurve");
        yield return Detail(TestJwks.P256.With("y", x), "x: PointNotOnCurve");
        yield return Detail(TestJwks.P256.With("use", "enc"), "use: NotForSigning (for encryption)");
        yield return Detail(TestJwks.P256.With("key_ops", new JsonArray("encrypt")), "key_ops: NotForSigning (without verify)");
        yield return Detail(TestJwks.Rsa.With("alg", "RSA-OAEP"), "alg: NotForSigning (for encryption)");
    }

    private static TestCaseData Detail(JsonObject jwk, string expected, string of = "") =>
        new(jwk, "keys[0]." + expected) { TestName = $"SkippedKeys_say: {expected} {of}" };

    private static string Strip(string coordinate) =>
        Base64UrlEncoder.Encode(Base64UrlEncoder.DecodeBytes(coordinate)[1..]);

    private static TestCaseData Case(string name, JsonNode? jwk, SkippedJwkReason reason, string member) =>
        new(jwk, reason, member) { TestName = $"TryParse_skips_a_key: {name}" };
}
