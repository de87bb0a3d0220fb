using System.Security.Cryptography;
using MtlsAuth.Testing.Certificates;

namespace MtlsAuth.Testing;

/// <summary>Begins test certificates, each over a new key of its own. Neither keys nor certificates are for anything but tests.</summary>
/// <remarks>
/// <para>
/// Unless a test says otherwise, a certificate is self-signed, has the subject <c>CN=test</c>, no extensions, and is valid from a day ago
/// for 90 days to come.
/// </para>
/// <para>
/// New keys are always different ones, so that another certificate is another client. RSA keys take a tenth of a second or so to make: keep
/// such a certificate in a static field, or take its key for another by <see cref="TestCertificateBuilder.WithKeyOf"/>.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// TestCertificate own = TestCertificates.Ec().WithSubject("CN=client").Create();
/// TestCertificate expired = TestCertificates.Rsa().Expired().Create();
/// TestCertificate authority = TestCertificates.Authority().Create();
/// TestCertificate issued = TestCertificates.Ec().WithDnsName("client.example").IssuedBy(authority).Create();
/// </code>
/// </example>
public static class TestCertificates
{
    /// <summary>Over a new elliptic curve key on P-256.</summary>
    public static TestCertificateBuilder Ec() => Ec(ECCurve.NamedCurves.nistP256);

    /// <summary>Over a new elliptic curve key.</summary>
    /// <param name="curve">The curve, such as <c>ECCurve.NamedCurves.nistP384</c>.</param>
    public static TestCertificateBuilder Ec(ECCurve curve) => new(() => TestKey.Make(() => ECDsa.Create(curve)));

    /// <summary>Over a new RSA key.</summary>
    /// <param name="keySize">The length of its modulus in bits; 1,024 for one that is too weak.</param>
    public static TestCertificateBuilder Rsa(int keySize = 2048) => new(() => TestKey.Make(() => RSA.Create(keySize)));

    /// <summary>Over a new Ed25519 key, on every platform: .NET has no such keys, so that they are computed here.</summary>
    /// <remarks>
    /// <see cref="TestCertificate.ToX509Certificate2"/> has no private key then, since .NET could not hold one;
    /// <see cref="TestCertificate.PrivateKeyPem"/> has it for other programs, such as <c>curl</c>.
    /// </remarks>
    public static TestCertificateBuilder Ed25519() =>
        new(static () => new Ed25519TestKey(RandomNumberGenerator.GetBytes(Ed25519TestKey.SeedLength)));

    /// <summary>A certification authority over a new key on P-256; others are issued by it.</summary>
    /// <param name="subject">Its name in RFC 4514 form.</param>
    public static TestCertificateBuilder Authority(string subject = "CN=Test authority") => Ec().WithSubject(subject).AsAuthority();
}
