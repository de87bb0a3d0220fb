using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAuth.Certificates;
using MtlsAuth.Testing;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Proxies.Tests;

/// <summary>A registered client with its certificate. Those here are made once for all proxies.</summary>
public sealed class TestClient
{
    private static readonly string[] ManyNames = [.. Enumerable.Range(0, 100).Select(i => $"node-{i}.payments.example.com")];

    private TestClient(string id, X509Certificate2 certificate, ClientMetadata? metadata = null)
    {
        Certificate = certificate;
        Parsed = ClientCertificate.FromX509Certificate2(certificate);
        Metadata = metadata ?? new ClientMetadata
        {
            ClientId = id,
            TokenEndpointAuthMethod = ClientAuthenticationMethods.PubKeyTlsClientAuth,
            Jwks = ClientJwkSet.FromCertificates(includeX5c: false, Parsed),
        };
    }

    public static X509Certificate2 Root { get; } =
        TestCertificates.Authority("CN=Test root").Create().ToX509Certificate2();

    public static X509Certificate2 Intermediate { get; } =
        TestCertificates.Authority("CN=Test intermediate").IssuedBy(Root).Create().ToX509Certificate2();

    public static TestClient P256 { get; } = Create("p256", ECDsa.Create(ECCurve.NamedCurves.nistP256));

    public static TestClient P384 { get; } = Create("p384", ECDsa.Create(ECCurve.NamedCurves.nistP384));

    public static TestClient P521 { get; } = Create("p521", ECDsa.Create(ECCurve.NamedCurves.nistP521));

    public static TestClient Rsa2048 { get; } = Create("rsa-2048", TestKeys.Rsa2048());

    public static TestClient Rsa4096WithManyNames { get; } = Create("rsa-4096", RSA.Create(4096), names: ManyNames);

    public static TestClient NonAsciiSubject { get; } = Create("non-ascii", TestKeys.CreateP256(), "CN=Zahlungsbüro Köln 株式会社,O=Ħ & Söhne");

    public static TestClient SelfSigned { get; } = CreateSelfSigned();

    public static TestClient OfAuthority { get; } = new(
        "pki",
        TestCertificates.Ec().WithSubject("CN=pki client,O=Example Bank").IssuedBy(Intermediate).Create().ToX509Certificate2(),
        new ClientMetadata
        {
            ClientId = "pki",
            TokenEndpointAuthMethod = ClientAuthenticationMethods.TlsClientAuth,
            TlsClientAuthSubjectDn = "CN=pki client,O=Example Bank",
        });

    public static TestClient Expired { get; } = new("expired", TestCertificates.Ec()
        .ValidFrom(DateTimeOffset.UtcNow.AddDays(-9))
        .ValidUntil(DateTimeOffset.UtcNow.AddDays(-8))
        .Create().ToX509Certificate2());

    /// <summary>.NET has no Ed25519 keys, openssl has. Null where that is not installed.</summary>
    public static TestClient? Ed25519 { get; } = CreateEd25519();

    /// <summary>The one whom attackers pretend to be.</summary>
    public static TestClient Victim { get; } = Create("victim", TestKeys.CreateP256());

    public static TestClient Attacker { get; } = Create("attacker", TestKeys.CreateP256());

    public static IReadOnlyList<TestClient> All { get; } =
    [
        P256, P384, P521, Rsa2048, Rsa4096WithManyNames, NonAsciiSubject, SelfSigned, OfAuthority, Expired, Victim, Attacker,
        .. Ed25519 is { } ed25519 ? [ed25519] : (ReadOnlySpan<TestClient>)[],
    ];

    public string Id => Metadata.ClientId;

    public ClientMetadata Metadata { get; }

    public X509Certificate2 Certificate { get; }

    public ClientCertificate Parsed { get; }

    /// <summary>The private key in PEM, where it is not with the certificate.</summary>
    public string KeyPem { get => field ?? ExportKey(); private init; }

    public override string ToString() => Id;

    private static TestClient Create(string id, AsymmetricAlgorithm key, string? subject = null, params IEnumerable<string> names)
    {
        using AsymmetricAlgorithm owned = key;
        SubjectAlternativeNameBuilder alternatives = new();
        alternatives.AddIpAddress(IPAddress.Loopback);
        foreach (string name in names)
        {
            alternatives.AddDnsName(name);
        }

        return new TestClient(
            id, TestCertificates.Ec().WithSubject(subject ?? $"CN={id}").WithKey(owned).WithExtensions(alternatives.Build()).Create().ToX509Certificate2());
    }

    private static TestClient CreateSelfSigned()
    {
        X509Certificate2 certificate = TestCertificates.Ec().WithSubject("CN=self-signed").Create().ToX509Certificate2();
        return new TestClient("self-signed", certificate, new ClientMetadata
        {
            ClientId = "self-signed",
            TokenEndpointAuthMethod = ClientAuthenticationMethods.SelfSignedTlsClientAuth,
            Jwks = ClientJwkSet.FromCertificates(includeX5c: true, ClientCertificate.FromX509Certificate2(certificate)),
        });
    }

    private static TestClient? CreateEd25519()
    {
        if (OpenSslClient.FindProgram() is not { } program)
        {
            return null;
        }

        using Process openssl = Process.Start(new ProcessStartInfo(
            program, ["req", "-x509", "-newkey", "ed25519", "-nodes", "-days", "2", "-subj", "/CN=ed25519", "-keyout", "-", "-out", "-"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        string pem = openssl.StandardOutput.ReadToEnd();
        openssl.WaitForExit();
        int end = pem.IndexOf("-----BEGIN CERTIFICATE", StringComparison.Ordinal);
        return new TestClient("ed25519", X509Certificate2.CreateFromPem(pem.AsSpan(end))) { KeyPem = pem[..end] };
    }

    private string ExportKey()
    {
        using AsymmetricAlgorithm key = (AsymmetricAlgorithm?)Certificate.GetECDsaPrivateKey() ?? Certificate.GetRSAPrivateKey()!;
        return key.ExportPkcs8PrivateKeyPem();
    }
}
