using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAuth.Certificates;
using MtlsAuth.Testing.Certificates;

namespace MtlsAuth.Testing;

/// <summary>A certificate for tests with its private key, in every form that a test may want.</summary>
/// <remarks>
/// Immutable and thread-safe, and without native handles: it need not be disposed, and can stand in a static field. The private key is
/// a test's, protected by nothing; never let it into production.
/// </remarks>
/// <example>
/// <code>
/// TestCertificate certificate = TestCertificates.Ec().Create();
/// File.WriteAllText("client.crt", certificate.Pem);
/// File.WriteAllText("client.key", certificate.PrivateKeyPem);
/// </code>
/// </example>
public sealed class TestCertificate
{
    private readonly Lazy<PresentedCertificate> _presented;

    internal TestCertificate(byte[] der, TestKey key, TestCertificate? issuer)
    {
        Der = der;
        Key = key;
        Issuer = issuer;
        _presented = new Lazy<PresentedCertificate>(() => Present(Der, Chain));
    }

    /// <summary>The certificate in DER.</summary>
    public ReadOnlyMemory<byte> Der { get; }

    /// <summary>The certificate in PEM (RFC 7468).</summary>
    public string Pem => PemEncoding.WriteString("CERTIFICATE", Der.Span);

    /// <summary>The private key in PEM: PKCS #8, not encrypted.</summary>
    public string PrivateKeyPem => PemEncoding.WriteString("PRIVATE KEY", Key.PrivateKeyInfo);

    /// <summary>Who issued it; null if it is self-signed.</summary>
    public TestCertificate? Issuer { get; }

    /// <summary>
    /// What a client sends in the handshake behind the certificate (RFC 8446 §4.4.2): the authorities above it, the nearest first, without
    /// the root. Empty if the root issued it, or it is self-signed.
    /// </summary>
    public IReadOnlyList<TestCertificate> Chain
    {
        get
        {
            List<TestCertificate> chain = [];
            for (TestCertificate? next = Issuer; next?.Issuer is not null; next = next.Issuer)
            {
                chain.Add(next);
            }

            return chain.AsReadOnly();
        }
    }

    /// <summary>The certificate as the library reads it.</summary>
    /// <exception cref="InvalidOperationException">The library refuses it, as <see cref="PresentedCertificate.Error"/> says.</exception>
    public ClientCertificate ClientCertificate => PresentedCertificate.Certificate
        ?? throw new InvalidOperationException($"The library refuses the certificate: {PresentedCertificate.Error}.");

    /// <summary>The certificate with its chain as a client presents it, or the refusal of it.</summary>
    public PresentedCertificate PresentedCertificate => _presented.Value;

    internal TestKey Key { get; }

    /// <summary>Loads the certificate into the platform, with its private key if that is one of RSA or ECDSA.</summary>
    /// <returns>A new object, which the caller disposes.</returns>
    public X509Certificate2 ToX509Certificate2()
    {
        using X509Certificate2 certificate = LoadCertificate(Der.Span);
        return Key.AddTo(certificate);
    }

    /// <summary>The JWK Set that a client with this certificate registers.</summary>
    /// <param name="includeX5c">Whether with the certificate itself, and not only its key.</param>
    public ClientJwkSet ToJwkSet(bool includeX5c = false) => ClientJwkSet.FromCertificates(includeX5c, ClientCertificate);

    /// <summary>The subject, for messages of tests.</summary>
    public override string ToString() => PresentedCertificate.Certificate?.Subject?.ToString() ?? "a certificate without a subject";

    internal static PresentedCertificate Present(ReadOnlyMemory<byte> der, IReadOnlyList<TestCertificate> chain) =>
        ClientCertificate.TryParseDer(der.Span, out ClientCertificate? certificate, out CertificateFormatError error)
            ? PresentedCertificate.Of(certificate, [.. chain.Select(static item => item.ClientCertificate)])
            : PresentedCertificate.Refused(error, der);

    internal static X509Certificate2 LoadCertificate(ReadOnlySpan<byte> der) =>
#if NET9_0_OR_GREATER
        X509CertificateLoader.LoadCertificate(der);
#else
        new(der);
#endif
}
