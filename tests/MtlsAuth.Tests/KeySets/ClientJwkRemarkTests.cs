using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;
using MtlsAuth.Certificates;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.KeySets;

/// <summary>Faults in what a method may not compare: the key is used, and the fault is remarked.</summary>
public sealed class ClientJwkRemarkTests
{
    private static readonly ClientCertificate Certificate = TestVectors.ReadCertificate("rfc8705-appendix-a.pem");

    private static string X5c => Convert.ToBase64String(Certificate.RawData.Span);

    private static byte[] Sha256 => Certificate.Thumbprint.ToArray();

    private static byte[] Sha1 => Base64UrlEncoder.DecodeBytes(Certificate.ComputeSha1Thumbprint());

    [TestCaseSource(nameof(Remarks))]
    public void TryParse_uses_a_key_and_remarks_a_fault(JsonObject jwk, string member, SkippedJwkReason reason, string detail)
    {
        ClientJwk key = TestJwks.Read(jwk).Keys.Should().ContainSingle().Subject;

        key.Remarks.Should().BeEquivalentTo([new JwkRemark(member, reason, detail)]);
        (key.Certificate is null).Should().Be(reason == SkippedJwkReason.InvalidX5c || (member == "x5c"));
    }

    [TestCaseSource(nameof(Spellings))]
    public void TryParse_reads_a_thumbprint_in_any_spelling(string member, string value)
    {
        ClientJwk key = TestJwks.Read(TestJwks.WithX5c.With(member, value)).Keys.Should().ContainSingle().Subject;

        key.Remarks.Should().BeEmpty();
        key.Certificate.Should().NotBeNull();
    }

    // Two digits and two separators for each octet.
    [TestCase(40, true)]
    [TestCase(41, false)]
    public void TryParse_reads_a_thumbprint_of_four_characters_for_each_octet(int separators, bool isRead)
    {
        string value = Convert.ToHexString(Sha1) + new string(':', separators);

        TestJwks.Read(TestJwks.WithX5c.With("x5t", value)).Keys.Should().ContainSingle()
            .Which.Remarks.Count.Should().Be(isRead ? 0 : 1);
    }

    [TestCaseSource(nameof(OtherSpellings))]
    public void TryParse_refuses_a_thumbprint_of_another_certificate_in_any_spelling(string member, string value) =>
        TestJwks.Read(TestJwks.WithX5c.With("kid", "k").With(member, value)).SkippedKeys.Should().ContainSingle()
            .Which.Should().BeEquivalentTo(new SkippedJwk(0, "k", SkippedJwkReason.X5tDiffersFromX5c, member));

    [Test]
    public void TryParse_compares_no_thumbprint_with_a_certificate_that_cannot_be_read() =>
        TestJwks.Read(TestJwks.P256.With("x5c", new JsonArray("x")).With("x5t#S256", Base64UrlEncoder.Encode(new byte[32])))
            .Keys.Should().ContainSingle().Which.Remarks.Should().ContainSingle().Which.Member.Should().Be("x5c");

    [Test]
    public void TryParse_remarks_each_fault_of_a_key() =>
        TestJwks.Read(TestJwks.WithX5c.With("kid", 1).With("x5t", "?").With("x5t#S256", "?")).Keys.Single().Remarks
            .Select(remark => remark.Member).Should().Equal("kid", "x5t#S256", "x5t");

    internal static IEnumerable<TestCaseData> Remarks()
    {
        const string NotBase64 = "not base64 of one certificate";
        yield return InvalidX5c(X5c + "-----END CERTIFICATE-----", NotBase64 + ": it has the markers of PEM");
        yield return InvalidX5c($"-----BEGIN CERTIFICATE-----\n{X5c}", NotBase64 + ": it has the markers of PEM");
        yield return InvalidX5c(X5c[..64] + "\n" + X5c[64..], NotBase64 + ": it has white space");
        yield return InvalidX5c(" " + X5c, NotBase64 + ": it has white space");
        yield return InvalidX5c(X5c.Replace('+', '-').Replace('/', '_'), NotBase64 + ": it is base64url");
        yield return InvalidX5c(X5c + "A", NotBase64 + " with padding");
        yield return InvalidX5c("é", NotBase64 + " with padding");
        yield return InvalidX5c(X5c.TrimEnd('='), NotBase64 + " with padding");
        yield return InvalidX5c(X5c[..^2] + "Z=", NotBase64 + " with padding"); // Y has the same octets, without spare bits
        yield return InvalidX5c(
            Convert.ToBase64String([.. Certificate.RawData.Span, 0]), "the certificate is refused: TrailingData");
        yield return Remark("x5c", new JsonArray((JsonNode?)null), SkippedJwkReason.InvalidMemberType, string.Empty);
        yield return Remark("x5c", new JsonArray(1), SkippedJwkReason.InvalidMemberType, string.Empty);
        yield return Remark("x5c", X5c, SkippedJwkReason.InvalidMemberType, string.Empty);
        yield return Remark("x5c", 1, SkippedJwkReason.InvalidMemberType, string.Empty);

        foreach (string member in new[] { "kid", "x5t", "x5t#S256" })
        {
            yield return Remark(member, 1, SkippedJwkReason.InvalidMemberType, string.Empty);
        }

        // No hash of the kind: too short, of the other kind, of SHA-512, no text of any alphabet, far too long.
        string[] values = ["AA", Base64UrlEncoder.Encode(Sha1), Convert.ToHexString(new byte[64]), "é", new string('A', 5_000)];
        foreach (string value in values)
        {
            yield return Remark("x5t#S256", value, SkippedJwkReason.NotAThumbprint, string.Empty);
        }

        yield return Remark("x5t", Base64UrlEncoder.Encode(Sha256), SkippedJwkReason.NotAThumbprint, string.Empty);
        yield return Remark("x5t", new string('a', 39) + "g", SkippedJwkReason.NotAThumbprint, string.Empty);
        string name = Base64UrlEncoder.Encode(new byte[32]);
        JsonObject named = TestJwks.WithX5c.With("kid", name).With("x5t#S256", name);
        yield return new TestCaseData(named, "x5t#S256", SkippedJwkReason.NotAThumbprint, string.Empty)
        {
            TestName = "TryParse_uses_a_key_whose_thumbprint_repeats_its_kid",
        };
    }

    private static IEnumerable<TestCaseData> Spellings() =>
        SpellingsOf("x5t", Sha1).Concat(SpellingsOf("x5t#S256", Sha256));

    private static IEnumerable<TestCaseData> OtherSpellings() =>
        SpellingsOf("x5t", [.. Sha1[..^1], (byte)~Sha1[^1]]).Concat(SpellingsOf("x5t#S256", [.. Sha256[..^1], (byte)~Sha256[^1]]));

    private static IEnumerable<TestCaseData> SpellingsOf(string member, byte[] hash)
    {
        string hex = Convert.ToHexString(hash);
        string colons = string.Join(':', hex.Chunk(2).Select(pair => new string(pair)));
        Dictionary<string, string> spellings = new()
        {
            ["base64url"] = Base64UrlEncoder.Encode(hash),
            ["base64url with padding"] = Base64UrlEncoder.Encode(hash) + "=",
            ["base64"] = Convert.ToBase64String(hash),
            ["base64 without padding"] = Convert.ToBase64String(hash).TrimEnd('='),
            ["hexadecimal"] = hex,
            ["lower hexadecimal"] = hex.ToLowerInvariant(),
            ["hexadecimal with colons"] = colons,
            ["hexadecimal with spaces"] = colons.Replace(':', ' '),
            ["base64url of hexadecimal"] = Base64UrlEncoder.Encode(hex),
            ["base64url of lower hexadecimal"] = Base64UrlEncoder.Encode(hex.ToLowerInvariant()),
            ["base64 of hexadecimal with colons"] = Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(colons)),
        };
        return spellings.Select(pair => new TestCaseData(member, pair.Value) { TestName = $"{{m}}: {member} in {pair.Key}" });
    }

    private static TestCaseData InvalidX5c(string value, string detail) =>
        Remark("x5c", new JsonArray(value), SkippedJwkReason.InvalidX5c, detail);

    private static TestCaseData Remark(string member, JsonNode? value, SkippedJwkReason reason, string detail)
    {
        string text = value!.ToJsonString();
        return new TestCaseData(TestJwks.WithX5c.With(member, value), member, reason, detail)
        {
            TestName = $"TryParse_remarks: {member} {reason} {(text.Length > 40 ? text[..20] + "..." + text[^20..] : text)}",
        };
    }
}
