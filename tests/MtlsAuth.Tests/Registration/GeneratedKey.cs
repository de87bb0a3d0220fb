using System.Security.Cryptography;
using System.Text.Json.Nodes;
using CsCheck;
using Microsoft.IdentityModel.Tokens;
using MtlsAuth.Certificates;
using MtlsAuth.Testing;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.Registration;

/// <summary>JWKs as clients register them, good and bad, over keys for which certificates can be made.</summary>
internal static class GeneratedKey
{
    private static readonly (ClientCertificate[] Registered, ClientCertificate[] Renewed) Certificates = CreateCertificates();

    // How a JWK may be changed. Each gets a copy of its own.
    private static readonly Action<JsonObject>[] Changes =
    [
        static jwk => jwk["kid"] = "k",
        static jwk => jwk["kid"] = string.Empty,
        static jwk => jwk["kid"] = 5,
        static jwk => jwk["use"] = "sig",
        static jwk => jwk["use"] = "enc",
        static jwk => jwk["use"] = null,
        static jwk => jwk["alg"] = "RSA-OAEP",
        static jwk => jwk["key_ops"] = new JsonArray(),
        static jwk => jwk["key_ops"] = new JsonArray("verify"),
        static jwk => jwk["key_ops"] = new JsonArray("encrypt"),
        static jwk => jwk["oth"] = new JsonArray(),
        static jwk => jwk["d"] = string.Empty,
        static jwk => jwk["d"] = "AQ",
        static jwk => jwk["kty"] = "XYZ",
        static jwk => jwk["ext"] = 1.5,
        static jwk => jwk["x"] = 1,
        static jwk => jwk["n"] = "AAAA",
        static jwk => jwk["e"] = "AAEAAQ",
        static jwk => jwk.Remove("y"),
        static jwk => jwk.Remove("x5c"),
        static jwk => jwk["x5c"] = new JsonArray(),
        static jwk => jwk["x5c"] = new JsonArray("not base64"),
        static jwk => jwk["x5c"] = 5,
        static jwk => jwk["x5c"] = new JsonArray(X5c(Registered[0])),
        static jwk => jwk["x5c"] = new JsonArray(X5c(Registered[1]), X5c(Registered[0])),
        static jwk => jwk["x5t"] = Convert.ToHexString(Base64UrlEncoder.DecodeBytes(Registered[0].ComputeSha1Thumbprint())),
        static jwk => jwk["x5t"] = "k",
        static jwk => jwk["x5t#S256"] = Registered[0].Thumbprint + "=",
        static jwk => jwk["x5t#S256"] = Base64UrlEncoder.Encode(Convert.ToHexString(Registered[1].Thumbprint.ToArray())),
        static jwk => jwk["x5t#S256"] = string.Empty,
    ];

    /// <summary>What clients may have registered: certificates over keys of several kinds, weak and expired ones among them.</summary>
    public static ClientCertificate[] Registered => Certificates.Registered;

    /// <summary>Other certificates, valid now, over the same keys.</summary>
    public static ClientCertificate[] Renewed => Certificates.Renewed;

    /// <summary>A JWK, or something else that stands in its place.</summary>
    public static Gen<JsonNode?> Jwk { get; } = Gen.Select(
        Gen.Int[0, 4],
        Gen.Int[0, Changes.Length - 1].Array[0, 2],
        Gen.Int[0, 19],
        static (index, changes, other) =>
        {
            JsonObject jwk = Validating.JwkOf(Registered[index]);
            Array.ForEach(changes, change => Changes[change](jwk));
            return other == 0 ? JsonValue.Create("no key") : (JsonNode?)jwk;
        });

    private static (ClientCertificate[] Registered, ClientCertificate[] Renewed) CreateCertificates()
    {
        using ECDsa first = TestKeys.CreateP256();
        using ECDsa second = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using RSA third = TestKeys.Rsa2048();
        using RSA weak = RSA.Create(1024);
        AsymmetricAlgorithm[] keys = [first, second, third, weak];
        DateTimeOffset now = DateTimeOffset.UtcNow;
        TestCertificateBuilder expired = TestCertificates.Ec().WithKey(first).ValidFrom(now.AddDays(-9)).ValidUntil(now.AddDays(-5));
        return (
            [.. keys.Select(key => TestCertificates.Ec().WithKey(key).Create().ClientCertificate), expired.Create().ClientCertificate],
            [.. keys.Select(key => TestCertificates.Ec().WithKey(key).WithSubject("CN=renewed").Create().ClientCertificate)]);
    }

    private static string X5c(ClientCertificate certificate) => Convert.ToBase64String(certificate.RawData.Span);
}
