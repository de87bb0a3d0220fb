using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BenchmarkDotNet.Attributes;
using MtlsAuth.Certificates;
using MtlsAuth.Testing;

namespace MtlsAuth.Benchmarks;

/// <summary><c>tls_client_auth</c> from the certificate's octets to the decision: root, intermediate, client.</summary>
public class ChainBenchmarks : BenchmarksWithYardstick
{
    private const string ClientId = "payments";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private readonly List<byte[]> _strangersChain = [];
    private byte[] _der = [];
    private byte[] _strangersDer = [];
    private X509Certificate2 _root = null!;
    private X509Certificate2 _intermediate = null!;
    private ClientCertificateAuthenticator _remembering = null!;
    private ClientCertificateAuthenticator _forgetting = null!;
    private ClientCertificateAuthenticator _refusing = null!;

    [Params(BenchmarkKey.P256, BenchmarkKey.Rsa2048)]
    public BenchmarkKey Key { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        using AsymmetricAlgorithm rootKey = BenchmarkCertificates.CreateKey(Key);
        using AsymmetricAlgorithm intermediateKey = BenchmarkCertificates.CreateKey(Key);
        _root = TestCertificates.Ec().WithSubject("CN=root").WithKey(rootKey).AsAuthority().Create().ToX509Certificate2();
        _intermediate = TestCertificates.Ec()
            .WithSubject("CN=intermediate")
            .WithKey(intermediateKey)
            .IssuedBy(_root)
            .AsAuthority()
            .Create().ToX509Certificate2();
        _der = BenchmarkCertificates.CreateDer(Key, _intermediate);
        _remembering = CreateAuthenticator(new ChainValidatorOptions { CacheDuration = TimeSpan.FromHours(1) });
        _forgetting = CreateAuthenticator(new ChainValidatorOptions { CacheDuration = TimeSpan.Zero, RefusalDuration = TimeSpan.Zero });
        _refusing = CreateAuthenticator(new ChainValidatorOptions { RefusalDuration = TimeSpan.FromMinutes(1) });
        MakeStranger();
        if (!Platform() || !Uncached() || !Cached() || Stranger() || StrangerAgain())
        {
            throw new InvalidOperationException("A chain is not trusted.");
        }
    }

    [Benchmark(Baseline = true, Description = "X509Chain.Build, DER to answer")]
    public bool Platform()
    {
        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(_der);
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ClientAuthentication, null));
        chain.ChainPolicy.CustomTrustStore.Add(_root);
        chain.ChainPolicy.ExtraStore.Add(_intermediate);
        bool isTrusted = chain.Build(certificate);
        foreach (X509ChainElement element in chain.ChainElements)
        {
            element.Certificate.Dispose();
        }

        return isTrusted;
    }

    [Benchmark(Description = "MtlsAuth, chain built")]
    public bool Uncached() => Decide(_forgetting);

    [Benchmark(Description = "MtlsAuth, chain remembered")]
    public bool Cached() => Decide(_remembering);

    [Benchmark(Description = "MtlsAuth, a stranger's dearest chain")]
    public bool Stranger() => DecideStranger(_forgetting);

    [Benchmark(Description = "MtlsAuth, the same chain again")]
    public bool StrangerAgain() => DecideStranger(_refusing);

    // The registered subject, and as many authorities as are looked at, of the right names and with the largest key that is allowed. An
    // authority whose key is not used costs most: it takes the platform a signature to find out.
    private void MakeStranger()
    {
        using AsymmetricAlgorithm rootKey = BenchmarkCertificates.CreateKey(Key);
        using RSA largest = RSA.Create(8192);
        using X509Certificate2 root =
            TestCertificates.Ec().WithSubject("CN=root").WithKey(rootKey).AsAuthority().Create().ToX509Certificate2();
        using X509Certificate2 last = CreateAuthority();
        _strangersChain.AddRange(Enumerable.Range(1, 15).Select(_ => CreateAuthority().RawData));
        _strangersChain.Add(last.RawData);
        _strangersDer = BenchmarkCertificates.CreateDer(Key, last);

        X509Certificate2 CreateAuthority() => TestCertificates.Ec()
            .WithSubject("CN=intermediate")
            .WithKey(largest)
            .IssuedBy(root)
            .AsAuthority()
            .Create().ToX509Certificate2();
    }

    private ClientCertificateAuthenticator CreateAuthenticator(ChainValidatorOptions chains)
    {
        ClientMetadata client = new()
        {
            ClientId = ClientId,
            TokenEndpointAuthMethod = ClientAuthenticationMethods.TlsClientAuth,
            TlsClientAuthSubjectDn = BenchmarkCertificates.Subject,
        };
        TrustAnchors anchors = TrustAnchors.FromCertificates(
            [ClientCertificate.FromX509Certificate2(_root)], [ClientCertificate.FromX509Certificate2(_intermediate)]);
        return new ClientCertificateAuthenticator(
            new InMemoryClientMetadataStore(client),
            new ClientCertificateAuthenticatorOptions
            {
                EnabledMethods = [ClientAuthenticationMethods.TlsClientAuth],
                ChainValidation = chains,
            },
            trustAnchorSource: anchors);
    }

    private bool Decide(ClientCertificateAuthenticator authenticator) => Decide(authenticator, _der, []);

    private bool DecideStranger(ClientCertificateAuthenticator authenticator) =>
        Decide(authenticator, _strangersDer, [.. _strangersChain.Select(BenchmarkCertificates.Read)]);

    private static bool Decide(ClientCertificateAuthenticator authenticator, byte[] der, IReadOnlyList<ClientCertificate> chain)
    {
        if (!ClientCertificate.TryParseDerInPlace(der, out ClientCertificate? certificate, out _))
        {
            return false;
        }

        // Without revocation checks over the network nothing waits.
        ValueTask<ClientAuthenticationResult> result =
            authenticator.AuthenticateAsync(new() { ClientId = ClientId, Presented = PresentedCertificate.Of(certificate, chain) });
        return result.IsCompletedSuccessfully && result.Result.IsAuthenticated;
    }
}
