using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAuth.Testing.Certificates;

namespace MtlsAuth.Testing;

/// <summary>A test certificate to be. Begun by <see cref="TestCertificates"/>.</summary>
/// <remarks>Immutable and thread-safe: each method answers with a changed copy, so that a test can begin where another left off.</remarks>
/// <example>
/// <code>
/// TestCertificate certificate = TestCertificates.Rsa()
///     .WithSubject("CN=client,O=Bank")
///     .WithUri("https://client.example/")
///     .WithExtendedKeyUsages("1.3.6.1.5.5.7.3.2")
///     .Create();
/// </code>
/// </example>
public sealed class TestCertificateBuilder
{
    private readonly CertificateRecipe _recipe;

    internal TestCertificateBuilder(Func<TestKey> key) => _recipe = new CertificateRecipe { Key = key };

    private TestCertificateBuilder(CertificateRecipe recipe) => _recipe = recipe;

    /// <summary>With this subject.</summary>
    /// <param name="subject">A distinguished name as .NET reads it, such as <c>CN=client,O=Bank</c>; empty for none.</param>
    /// <exception cref="CryptographicException">The text is no distinguished name.</exception>
    public TestCertificateBuilder WithSubject(string subject) => new(_recipe with { Subject = new X500DistinguishedName(subject) });

    /// <summary>With a DNS name among its alternative names, behind those that are there already.</summary>
    public TestCertificateBuilder WithDnsName(string name) => WithName(names => names.AddDnsName(name));

    /// <summary>With a URI among its alternative names.</summary>
    public TestCertificateBuilder WithUri(string uri) => WithName(names => names.AddUri(new Uri(uri)));

    /// <summary>With an IP address among its alternative names.</summary>
    public TestCertificateBuilder WithIPAddress(string address) => WithName(names => names.AddIpAddress(IPAddress.Parse(address)));

    /// <summary>With an email address among its alternative names.</summary>
    public TestCertificateBuilder WithEmail(string address) => WithName(names => names.AddEmailAddress(address));

    /// <summary>With these key usages, and no others (RFC 5280 §4.2.1.3).</summary>
    public TestCertificateBuilder WithKeyUsages(X509KeyUsageFlags usages) =>
        WithExtensions(new X509KeyUsageExtension(usages, critical: true));

    /// <summary>With these extended key usages, and no others (RFC 5280 §4.2.1.12).</summary>
    /// <param name="purposes">
    /// Dotted object identifiers: <c>1.3.6.1.5.5.7.3.2</c> for clients of TLS, <c>1.3.6.1.5.5.7.3.1</c> for its servers.
    /// </param>
    public TestCertificateBuilder WithExtendedKeyUsages(params string[] purposes)
    {
        ArgumentNullException.ThrowIfNull(purposes);
        OidCollection collection = [];
        foreach (string purpose in purposes)
        {
            collection.Add(new Oid(purpose));
        }

        return WithExtensions(new X509EnhancedKeyUsageExtension(collection, critical: false));
    }

    /// <summary>With further extensions, as they are.</summary>
    public TestCertificateBuilder WithExtensions(params X509Extension[] extensions)
    {
        ArgumentNullException.ThrowIfNull(extensions);
        return new(_recipe with { Extensions = [.. _recipe.Extensions, .. extensions] });
    }

    /// <summary>With this serial number: big-endian; the first bit is cleared, since it would make the number negative.</summary>
    public TestCertificateBuilder WithSerialNumber(params byte[] serialNumber)
    {
        ArgumentNullException.ThrowIfNull(serialNumber);
        return new(_recipe with { SerialNumber = [.. serialNumber] });
    }

    /// <summary>A certification authority.</summary>
    /// <param name="pathLength">How many authorities may stand between it and a client's certificate; null for any number.</param>
    public TestCertificateBuilder AsAuthority(int? pathLength = null) =>
        new(_recipe with { IsAuthority = true, PathLength = pathLength });

    /// <summary>Issued by an authority that a test made; an authority is an intermediate one then.</summary>
    /// <remarks>Nothing is checked: a certificate that is no authority's can issue as well, for a test that it does not count.</remarks>
    public TestCertificateBuilder IssuedBy(TestCertificate issuer)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        return new(_recipe with { Issuer = issuer });
    }

    /// <summary>Issued by an authority that comes from elsewhere.</summary>
    /// <param name="issuer">The authority with its private key, which can be exported. It is copied.</param>
    /// <exception cref="ArgumentException">There is no private key, or none of RSA or ECDSA.</exception>
    public TestCertificateBuilder IssuedBy(X509Certificate2 issuer)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        return IssuedBy(new TestCertificate(issuer.RawData, TestKey.Of(issuer), issuer: null));
    }

    /// <summary>Over the key of another certificate: the same client with a new certificate.</summary>
    public TestCertificateBuilder WithKeyOf(TestCertificate other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new(_recipe with { Key = () => other.Key });
    }

    /// <summary>Over a key of the test's own.</summary>
    /// <param name="key">A key of RSA or ECDSA that can be exported. It is copied.</param>
    public TestCertificateBuilder WithKey(AsymmetricAlgorithm key)
    {
        ArgumentNullException.ThrowIfNull(key);
        TestKey copy = TestKey.Copy(key);
        return new(_recipe with { Key = () => copy });
    }

    /// <summary>Signed with this hash: SHA-1 for a weak signature. SHA-256 unless a test says otherwise.</summary>
    /// <remarks>Some platforms refuse to sign with SHA-1. Ed25519 has its own hash, whatever is said here.</remarks>
    public TestCertificateBuilder SignedWith(HashAlgorithmName hash) => new(_recipe with { Hash = hash });

    /// <summary>By this clock instead of the system's.</summary>
    public TestCertificateBuilder At(TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        return new(_recipe with { Clock = clock });
    }

    /// <summary>Valid from this time on, in whole seconds.</summary>
    public TestCertificateBuilder ValidFrom(DateTimeOffset notBefore) => new(_recipe with { NotBefore = _ => notBefore });

    /// <summary>Valid until this time, in whole seconds.</summary>
    public TestCertificateBuilder ValidUntil(DateTimeOffset notAfter) => new(_recipe with { NotAfter = _ => notAfter });

    /// <summary>Expired a day ago, after 90 days.</summary>
    public TestCertificateBuilder Expired() => new(_recipe with
    {
        NotBefore = static now => now.AddDays(-91),
        NotAfter = static now => now.AddDays(-1),
    });

    /// <summary>Valid from tomorrow on, for 90 days.</summary>
    public TestCertificateBuilder NotYetValid() => new(_recipe with
    {
        NotBefore = static now => now.AddDays(1),
        NotAfter = static now => now.AddDays(91),
    });

    /// <summary>Makes the certificate: another one at each call, over another key unless the test chose it.</summary>
    /// <exception cref="CryptographicException">The platform makes no such key, or refuses to sign so.</exception>
    public TestCertificate Create() => _recipe.Create();

    private TestCertificateBuilder WithName(Action<SubjectAlternativeNameBuilder> name) =>
        new(_recipe with { Names = [.. _recipe.Names, name] });
}
