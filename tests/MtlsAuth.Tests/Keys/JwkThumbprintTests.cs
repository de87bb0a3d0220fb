using System.Text.Json;
using MtlsAuth.Certificates;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.Keys;

public sealed class JwkThumbprintTests
{
    private const string Text = "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs";

    [TestCaseSource(nameof(PublishedKeys))]
    public void Thumbprint_of_a_published_key_is_the_published_one(JsonElement jwk, string expected) =>
        EncodedKey.FromJwk(jwk).ReadKey().Thumbprint.ToString().Should().Be(expected);

    [TestCaseSource(nameof(SpkiHashes))]
    public void SubjectPublicKeyInfo_of_a_published_key_is_the_one_that_is_tested(JsonElement jwk, string expected) =>
        System.Buffers.Text.Base64Url.EncodeToString(System.Security.Cryptography.SHA256.HashData(EncodedKey.FromJwk(jwk)))
            .Should().Be(expected);

    [Test]
    public void Parse_gives_back_the_text_and_the_octets()
    {
        JsonElement expected = TestVectors.ReadJson("rfc7638-3.1.json").GetProperty("expected");
        byte[] octets = [.. expected.GetProperty("thumbprint_octets").EnumerateArray().Select(octet => octet.GetByte())];

        JwkThumbprint thumbprint = JwkThumbprint.Parse(Text);

        thumbprint.ToString().Should().Be(Text);
        thumbprint.ToArray().Should().Equal(octets);
        thumbprint.Should().Be(new JwkThumbprint(octets));
    }

    [TestCaseSource(nameof(Malformed))]
    public void TryParse_refuses(string text)
    {
        JwkThumbprint.TryParse(text, out JwkThumbprint thumbprint).Should().BeFalse();

        thumbprint.Should().Be(default(JwkThumbprint));
    }

    [TestCaseSource(nameof(Malformed))]
    public void Parse_throws(string text)
    {
        Action parse = () => JwkThumbprint.Parse(text);

        parse.Should().Throw<FormatException>();
    }

    [TestCase(0)]
    [TestCase(31)]
    [TestCase(33)]
    public void Constructor_refuses_another_length(int length)
    {
        Action construct = () => _ = new JwkThumbprint(new byte[length]);

        construct.Should().Throw<ArgumentException>().WithParameterName("octets");
    }

    [Test]
    public void Equals_compares_all_octets()
    {
        JwkThumbprint thumbprint = JwkThumbprint.Parse(Text);
        JwkThumbprint same = JwkThumbprint.Parse(Text);

        (thumbprint == same).Should().BeTrue();
        (thumbprint != same).Should().BeFalse();
        thumbprint.Equals((object)same).Should().BeTrue();
        thumbprint.Equals("text").Should().BeFalse();
        thumbprint.GetHashCode().Should().Be(same.GetHashCode());
        for (int i = 0; i < 32; i++)
        {
            byte[] octets = thumbprint.ToArray();
            octets[i] ^= 1;

            (new JwkThumbprint(octets) == thumbprint).Should().BeFalse();
            (new JwkThumbprint(octets) != thumbprint).Should().BeTrue();
        }
    }

    [Test]
    public void ToArray_gives_a_copy()
    {
        JwkThumbprint thumbprint = JwkThumbprint.Parse(Text);

        thumbprint.ToArray()[0] = 0;

        thumbprint.ToString().Should().Be(Text);
    }

    internal static IEnumerable<TestCaseData> Malformed() =>
    [
        new TestCaseData("").SetArgDisplayNames("empty"),
        new TestCaseData(Text[1..]).SetArgDisplayNames("42 characters"),
        new TestCaseData(Text + "A").SetArgDisplayNames("44 characters"),
        new TestCaseData(Text + "=").SetArgDisplayNames("padding"),
        new TestCaseData(Text[1..] + "=").SetArgDisplayNames("padding within 43 characters"),
        new TestCaseData(" " + Text[1..]).SetArgDisplayNames("white space"),
        new TestCaseData(Text + "\n").SetArgDisplayNames("line end"),
        new TestCaseData(Text[..^1] + "t").SetArgDisplayNames("a spare bit"),
        new TestCaseData("+" + Text[1..]).SetArgDisplayNames("base64"),
        new TestCaseData("bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2").SetArgDisplayNames("the sample of RFC 8705 §3.1"),
        new TestCaseData("3736cbb1787cb8309c77ee8c3705c5e16ffb9e85971590").SetArgDisplayNames("hexadecimal"),
    ];

    private static IEnumerable<TestCaseData> PublishedKeys()
    {
        JsonElement rfc7638 = TestVectors.ReadJson("rfc7638-3.1.json");
        JsonElement rfc8037 = TestVectors.ReadJson("rfc8037-a3.json");
        JsonElement appendixA = TestVectors.ReadJson("rfc7517-appendix-a.json");
        JsonElement appendixB = TestVectors.ReadJson("rfc7517-appendix-b.json");
        JsonElement rfc8705 = TestVectors.ReadJson("rfc8705-appendix-a.json");
        yield return Case("RFC 7638", rfc7638.GetProperty("jwk"), rfc7638.GetProperty("expected").GetProperty("thumbprint_b64url"));
        yield return Case("RFC 8037", rfc8037.GetProperty("jwk"), rfc8037.GetProperty("expected").GetProperty("thumbprint_b64url"));
        yield return Case(
            "RFC 8037 private", rfc8037.GetProperty("private_jwk"), rfc8037.GetProperty("expected").GetProperty("thumbprint_b64url"));
        for (int i = 0; i < 2; i++)
        {
            yield return Case(
                $"RFC 7517 A.1 {i}",
                appendixA.GetProperty("public_jwks").GetProperty("keys")[i],
                appendixA.GetProperty("expected").GetProperty("thumbprints")[i]);
        }

        yield return Case("RFC 7517 B", appendixB.GetProperty("jwk"), appendixB.GetProperty("expected").GetProperty("jwk_thumbprint"));
        yield return Case("RFC 8705 A", rfc8705.GetProperty("jwk"), rfc8705.GetProperty("expected").GetProperty("jwk_thumbprint"));
        foreach (TestCaseData data in ComputedKeys("jwk_thumbprint"))
        {
            yield return data;
        }
    }

    private static IEnumerable<TestCaseData> SpkiHashes() => ComputedKeys("spki_sha256_b64url");

    private static IEnumerable<TestCaseData> ComputedKeys(string expected)
    {
        foreach (string file in new[] { "rfc7515-keys", "rfc7520-keys" })
        {
            JsonElement vectors = TestVectors.ReadJson($"{file}.json");
            foreach (JsonProperty computed in vectors.GetProperty("expected").GetProperty("computed").EnumerateObject())
            {
                yield return Case(
                    $"{file} {computed.Name}",
                    vectors.GetProperty("keys").GetProperty(computed.Name),
                    computed.Value.GetProperty(expected));
            }
        }
    }

    private static TestCaseData Case(string name, JsonElement jwk, JsonElement expected) =>
        new TestCaseData(jwk, expected.GetString()).SetArgDisplayNames(name);
}
