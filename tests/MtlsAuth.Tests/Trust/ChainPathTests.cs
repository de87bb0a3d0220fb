using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Time.Testing;
using MtlsAuth.Certificates;
using MtlsAuth.Testing;
using MtlsAuth.Tests.Certificates;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.Trust;

/// <summary>What an anchor says of the chains below it, and what is said of certificates that lead to none.</summary>
public sealed class ChainPathTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset End = Start.AddDays(1);

    [TestCase(-1, false)]
    [TestCase(0, true)]
    [TestCase(86_400, true)]
    [TestCase(86_401, false)]
    public async Task Anchor_is_valid_from_its_first_second_to_its_last(int seconds, bool isTrusted)
    {
        TestChain chain = new()
        {
            Root = TestCertificates.Ec().WithSubject(TestChain.RootName).AsAuthority().ValidFrom(Start).ValidUntil(End),
            Intermediate = LongLived("CN=intermediate", isAuthority: true),
            Leaf = LongLived("CN=client"),
        };

        ClientAuthenticationResult result =
            await chain.AuthenticateAsync(subject => subject with { Clock = new FakeTimeProvider(Start.AddSeconds(seconds)) });

        result.IsAuthenticated.Should().Be(isTrusted, result.FailureDetail);
    }

    // RFC 5280 §6.1.4 (l). Where names are the same, the keys' identifiers tell the authorities apart.
    [TestCase(TestChain.RootName, true)]
    [TestCase("CN=intermediate", false)]
    public async Task Self_issued_authority_does_not_count_in_the_path(string intermediateName, bool isTrusted)
    {
        using ECDsa rootKey = TestKeys.CreateP256();
        using ECDsa intermediateKey = TestKeys.CreateP256();
        X509SubjectKeyIdentifierExtension rootIdentifier = new(new PublicKey(rootKey), critical: false);
        X509SubjectKeyIdentifierExtension intermediateIdentifier = new(new PublicKey(intermediateKey), critical: false);
        using X509Certificate2 root = TestCertificates.Ec()
            .WithSubject(TestChain.RootName)
            .AsAuthority(0)
            .WithKey(rootKey)
            .WithExtensions(rootIdentifier)
            .Create().ToX509Certificate2();
        using X509Certificate2 intermediate = TestCertificates.Ec()
            .WithSubject(intermediateName)
            .AsAuthority()
            .IssuedBy(root)
            .WithKey(intermediateKey)
            .WithExtensions(intermediateIdentifier, X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(rootIdentifier))
            .Create().ToX509Certificate2();
        ClientCertificate leaf = TestCertificates.Ec()
            .WithSubject("CN=client")
            .IssuedBy(intermediate)
            .WithExtensions(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(intermediateIdentifier))
            .Create().ClientCertificate;

        ClientAuthenticationResult result = await TestChain.Trusting(ClientCertificate.FromX509Certificate2(root))
            .With(leaf, ClientCertificate.FromX509Certificate2(intermediate));

        result.IsAuthenticated.Should().Be(isTrusted, result.FailureDetail);
    }

    [Test]
    public async Task Client_with_the_name_and_the_key_of_an_anchor_is_not_the_anchor()
    {
        using ECDsa key = TestKeys.CreateP256();
        ClientCertificate anchor =
            TestCertificates.Authority("CN=client").WithKey(key).Create().ClientCertificate;
        using X509Certificate2 stranger = new TestChain().Root.Create().ToX509Certificate2();
        ClientCertificate leaf = TestCertificates.Ec().WithSubject("CN=client").WithKey(key).IssuedBy(stranger).Create().ClientCertificate;

        (await TestChain.Trusting(anchor).ReasonFor(leaf)).Should().Be(ClientAuthenticationFailureReason.ChainNotTrusted);
    }

    [Test]
    public async Task First_authority_that_leads_nowhere_is_named()
    {
        (ClientCertificate root, ClientCertificate intermediate, ClientCertificate leaf) = new TestChain().Create();
        ClientCertificate large = new CertificateParts
        {
            Issuer = Der.CommonName("stranger"),
            Subject = intermediate.SubjectRawData.ToArray(),
            SubjectPublicKeyInfo = Der.Sequence(
                Der.Algorithm("1.2.840.113549.1.1.1", Der.Null),
                Der.BitString(Der.Sequence(Der.UnsignedInteger([0xFF, .. new byte[1_998], 1]), Der.UnsignedInteger([1, 0, 1])))),
        }.WithExtensions(CertificateParts.Extension("2.5.29.19", Der.Sequence(Der.True))).ReadCertificate();
        ClientCertificate lookAlike =
            TestCertificates.Authority("CN=intermediate").Create().ClientCertificate;

        ClientAuthenticationResult result = await TestChain.Trusting(root).With(leaf, lookAlike, large);

        result.FailureDetail.Should().EndWith("; of an authority that was sent: an RSA key larger than the server allows");
    }

    private static TestCertificateBuilder LongLived(string subject, bool isAuthority = false) => (isAuthority
            ? TestCertificates.Authority(subject)
            : TestCertificates.Ec().WithSubject(subject))
        .ValidFrom(Start.AddDays(-1))
        .ValidUntil(End.AddDays(1));
}
