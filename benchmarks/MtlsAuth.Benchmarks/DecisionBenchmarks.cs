using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BenchmarkDotNet.Attributes;
using Microsoft.IdentityModel.Tokens;
using MtlsAuth.Authentication;
using MtlsAuth.Certificates;
using MtlsAuth.Clients;
using MtlsAuth.KeySets;

namespace MtlsAuth.Benchmarks;

/// <summary><c>pub_key_tls_client_auth</c> from the certificate's octets to the decision, parsing included.</summary>
public class DecisionBenchmarks
{
    private const string ClientId = "payments";

    private readonly byte[] _kilobyte = new byte[1024];
    private byte[] _der = [];
    private string _pem = string.Empty;
    private ClientCertificateAuthenticator _authenticator = null!;
    private Dictionary<string, HashSet<string>> _registeredThumbprints = [];

    [Params(KeyAlgorithm.P256, KeyAlgorithm.Rsa2048)]
    public KeyAlgorithm Key { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        Random.Shared.NextBytes(_kilobyte);
        _der = BenchmarkCertificates.CreateDer(Key);
        _pem = PemEncoding.WriteString("CERTIFICATE", _der);
        ClientCertificate certificate = BenchmarkCertificates.Read(_der);
        ClientMetadata client = BenchmarkCertificates.CreateClient(
            ClientId, ClientJwkSet.FromCertificates(includeX5c: false, certificate));
        _authenticator = new ClientCertificateAuthenticator(new InMemoryClientMetadataStore(client));
        _registeredThumbprints = new() { [ClientId] = [certificate.PublicKeyThumbprint.ToString()] };
    }

    [Benchmark(Baseline = true, Description = "the platform's way, DER to decision")]
    public bool Platform()
    {
        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(_der);
        JsonWebKey jwk;
        if (certificate.GetRSAPublicKey() is { } rsa)
        {
            using (rsa)
            {
                jwk = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(rsa.ExportParameters(false)));
            }
        }
        else
        {
            using ECDsa ecdsa = certificate.GetECDsaPublicKey()!;
            jwk = JsonWebKeyConverter.ConvertFromECDsaSecurityKey(new ECDsaSecurityKey(ecdsa));
        }

        DateTime now = DateTime.Now;
        return certificate.NotBefore <= now
            && now <= certificate.NotAfter
            && _registeredThumbprints[ClientId].Contains(Base64UrlEncoder.Encode(jwk.ComputeJwkThumbprint()));
    }

    [Benchmark(Description = "SHA-256 of 1 KB, a yardstick")]
    public byte Yardstick()
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_kilobyte, hash);
        return hash[0];
    }

    [Benchmark(Description = "MtlsAuth, DER in place to decision")]
    public bool DerInPlace() =>
        ClientCertificate.TryParseDerInPlace(_der, out ClientCertificate? certificate, out _) && Decide(certificate);

    [Benchmark(Description = "MtlsAuth, DER copied to decision")]
    public bool Der() =>
        ClientCertificate.TryParseDer(_der, out ClientCertificate? certificate, out _) && Decide(certificate);

    [Benchmark(Description = "MtlsAuth, PEM to decision")]
    public bool Pem() =>
        ClientCertificate.TryParsePem(_pem, out ClientCertificate? certificate, out _) && Decide(certificate);

    private bool Decide(ClientCertificate certificate)
    {
        // In-memory stores answer at once, so that there is nothing to wait for.
        ValueTask<ClientAuthenticationResult> result =
            _authenticator.AuthenticateAsync(new ClientAuthenticationRequest { ClientId = ClientId, Certificate = certificate });
        return result.IsCompletedSuccessfully && result.Result.IsAuthenticated;
    }
}
