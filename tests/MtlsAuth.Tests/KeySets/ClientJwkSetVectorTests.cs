using System.Text.Json;
using System.Text.Json.Nodes;
using MtlsAuth.Certificates;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.KeySets;

public sealed class ClientJwkSetVectorTests
{
    [Test]
    public void TryParse_reads_the_set_of_RFC_7517_appendix_A_1_and_skips_its_encryption_key()
    {
        ClientJwkSet set = TestJwks.Read(Octets(TestVectors.ReadJson("rfc7517-appendix-a.json").GetProperty("public_jwks")));

        set.SkippedKeys.Should().BeEquivalentTo([new SkippedJwk(0, "1", SkippedJwkReason.NotForSigning, "use", "for encryption")]);
        set.Keys.Select(key => key.Thumbprint.ToString()).Should().Equal("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
        set.Keys[0].KeyId.Should().Be("2011-04-29");
    }

    [Test]
    public void TryParse_refuses_the_private_set_of_RFC_7517_appendix_A_2() =>
        TestJwks.Refuse(Octets(TestVectors.ReadJson("rfc7517-appendix-a.json").GetProperty("private_jwks")))
            .Should().Be(ClientJwkSetError.PrivateKey);

    [TestCase("rfc7515-keys.json", "keys/a2_rsa", "IsUn6_e04MaShXFIISMp4kG62LWzMIPy_MvSA5pJgX8")]
    [TestCase("rfc7515-keys.json", "keys/a3_p256", "oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U")]
    [TestCase("rfc7515-keys.json", "keys/a4_p521", "u5YUSjQ2-2chBi51NSk3t3g7IM4o2KYcnPqPtCNGd3U")]
    [TestCase("rfc7520-keys.json", "keys/ec_public", "dHri3SADZkrush5HU_50AoRhcKFryN-PI6jPBtPL55M")]
    [TestCase("rfc7520-keys.json", "keys/rsa_public", "9jg46WB3rR_AHD-EBXdN7cBkH1WOu0tA3M9fm21mqTI")]
    [TestCase("rfc7638-3.1.json", "jwk", "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs")]
    [TestCase("rfc8037-a3.json", "jwk", "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k")]
    [TestCase("rfc8705-appendix-a.json", "jwk", "Fvi_j8Immo6AlgIwpZKqaXnNP_9b09pLKkQHObRebQY")]
    [TestCase("rfc7517-appendix-b.json", "jwk", "DdsFv-2-wgcPoDcyS6OXOWVh00JdbWkkVXDCYdxJ3uM")]
    public void TryParse_reads_a_published_key(string file, string path, string thumbprint) =>
        TestJwks.Read(TestJwks.Vector(file, path.Split('/'))).Keys
            .Should().ContainSingle().Which.Thumbprint.ToString().Should().Be(thumbprint);

    [TestCase("rfc7515-keys.json", "keys/a3_p256")]
    [TestCase("rfc7520-keys.json", "keys/ec_private")]
    [TestCase("rfc8037-a3.json", "private_jwk")]
    public void TryParse_refuses_a_published_private_key(string file, string path)
    {
        JsonElement jwk = path.Split('/').Aggregate(TestVectors.ReadJson(file), (element, name) => element.GetProperty(name));

        TestJwks.Refuse(TestJwks.ToSet(JsonObject.Create(jwk))).Should().Be(ClientJwkSetError.PrivateKey);
    }

    [TestCase("rfc8705-appendix-a.json", "A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v0")]
    [TestCase("rfc7517-appendix-b.json", "pJm2BBpkB8y7tCqrWM0X37WOmQTO8zQw-VpxVgBb21I")]
    public void TryParse_reads_the_certificate_of_a_published_key(string file, string thumbprint) =>
        TestJwks.Read(TestJwks.Vector(file, "jwk")).Keys
            .Should().ContainSingle().Which.Certificate!.Thumbprint.ToString().Should().Be(thumbprint);

    [Test]
    public void TryFind_finds_the_Ed25519_key_of_RFC_8410()
    {
        byte[] encoded = TestVectors.ReadJson("rfc8410-keys.json").GetProperty("ed25519_spki_b64").GetBytesFromBase64();
        SubjectPublicKey.TryReadSubjectPublicKeyInfo(encoded, out SubjectPublicKey? key).Should().BeTrue();

        TestJwks.Read(TestJwks.Ed25519.With("x", key!.ToJsonWebKey().X)).TryFind(key, out _).Should().BeTrue();
    }

    [TestCaseSource(nameof(DerivedKeys))]
    public void TryFind_finds_the_key_of_a_derived_certificate(string file, string jwk)
    {
        ClientCertificate certificate = TestVectors.ReadCertificate($"derived/{file}");

        TestJwks.Read(JsonNode.Parse(jwk)).TryFind(certificate.PublicKey, out _).Should().BeTrue();
    }

    private static IEnumerable<TestCaseData> DerivedKeys() =>
        from certificate in TestVectors.ReadJson("derived/derived.json").GetProperty("certificates").EnumerateArray()
        let file = certificate.GetProperty("file").GetString()!
        where certificate.TryGetProperty("jwk", out _) && !file.StartsWith("san-ip", StringComparison.Ordinal)
        select new TestCaseData(file, certificate.GetProperty("jwk").GetRawText());

    private static byte[] Octets(JsonElement element) => System.Text.Encoding.UTF8.GetBytes(element.GetRawText());
}
