using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MtlsAuth.Testing.Certificates;

/// <summary>What a certificate is made of.</summary>
internal sealed record CertificateRecipe
{
    /// <summary>Called for each certificate.</summary>
    public required Func<TestKey> Key { get; init; }

    public X500DistinguishedName Subject { get; init; } = new("CN=test");

    /// <summary>Null to be self-signed.</summary>
    public TestCertificate? Issuer { get; init; }

    public IReadOnlyList<Action<SubjectAlternativeNameBuilder>> Names { get; init; } = [];

    public IReadOnlyList<X509Extension> Extensions { get; init; } = [];

    public bool IsAuthority { get; init; }

    public int? PathLength { get; init; }

    /// <summary>Null for a random one.</summary>
    public byte[]? SerialNumber { get; init; }

    public HashAlgorithmName Hash { get; init; } = HashAlgorithmName.SHA256;

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public Func<DateTimeOffset, DateTimeOffset> NotBefore { get; init; } = static now => now.AddDays(-1);

    public Func<DateTimeOffset, DateTimeOffset> NotAfter { get; init; } = static now => now.AddDays(90);

    public TestCertificate Create()
    {
        TestKey key = Key();
        CertificateRequest request = new(Subject, key.PublicKey, Hash);
        foreach (X509Extension extension in WriteExtensions())
        {
            request.CertificateExtensions.Add(extension);
        }

        byte[] serialNumber = [.. SerialNumber ?? RandomNumberGenerator.GetBytes(16)];
        serialNumber[0] &= 0x7F;
        DateTimeOffset now = Clock.GetUtcNow();
        using SigningKey signer = (Issuer?.Key ?? key).OpenForSigning(Hash);
        using X509Certificate2 certificate = request.Create(
            Issuer is null ? Subject : ReadSubject(Issuer), signer.Generator, NotBefore(now), NotAfter(now), serialNumber);
        return new TestCertificate(certificate.RawData, key, Issuer);
    }

    private static X500DistinguishedName ReadSubject(TestCertificate issuer)
    {
        using X509Certificate2 certificate = TestCertificate.LoadCertificate(issuer.Der.Span);
        return certificate.SubjectName;
    }

    private IEnumerable<X509Extension> WriteExtensions()
    {
        if (IsAuthority)
        {
            yield return new X509BasicConstraintsExtension(true, PathLength is not null, PathLength ?? 0, critical: true);
        }

        if (Names.Count > 0)
        {
            SubjectAlternativeNameBuilder names = new();
            foreach (Action<SubjectAlternativeNameBuilder> name in Names)
            {
                name(names);
            }

            yield return names.Build();
        }

        foreach (X509Extension extension in Extensions)
        {
            yield return extension;
        }
    }
}
