using System.Security.Cryptography.X509Certificates;
using MtlsAuth.AspNetCore.Certificates;
using MtlsAuth.Testing;

namespace MtlsAuth.AspNetCore.Tests.Certificates;

public sealed class ConnectionCertificateChainTests
{
    [TestCase(0)]
    [TestCase(1)]
    [TestCase(16)]
    public void What_came_with_a_certificate_is_kept_in_its_order(int count)
    {
        using X509Certificate2 certificate = TestCertificates.Ec().Create().ToX509Certificate2();
        using X509Chain chain = Chain(count);

        ConnectionCertificateChain.TryRemember(certificate, chain, 16_384).Should().BeTrue();

        ConnectionCertificateChain.Of(certificate).Should().BeEquivalentTo(
            chain.ChainPolicy.ExtraStore.Select(sent => sent.RawData), options => options.WithStrictOrdering());
    }

    [Test]
    public void Only_the_first_sixteen_are_kept()
    {
        using X509Certificate2 certificate = TestCertificates.Ec().Create().ToX509Certificate2();
        using X509Chain chain = Chain(17);

        ConnectionCertificateChain.TryRemember(certificate, chain, 16_384).Should().BeTrue();

        ConnectionCertificateChain.Of(certificate).Should().HaveCount(16);
        ConnectionCertificateChain.Of(certificate)[15].Should().Equal(chain.ChainPolicy.ExtraStore[15].RawData);
    }

    [TestCase(0, 3)]
    [TestCase(1, 0)]
    public void Nothing_is_kept_where_one_of_them_is_too_long(int excess, int kept)
    {
        using X509Certificate2 certificate = TestCertificates.Ec().Create().ToX509Certificate2();
        using X509Certificate2 longest = TestCertificates.Ec().WithSubject($"CN={new string('a', 64)}").Create().ToX509Certificate2();
        using X509Chain chain = Chain(2);
        chain.ChainPolicy.ExtraStore.Insert(1, longest);

        ConnectionCertificateChain.TryRemember(certificate, chain, longest.RawData.Length - excess).Should().Be(kept > 0);

        ConnectionCertificateChain.Of(certificate).Should().HaveCount(kept);
    }

    private static X509Chain Chain(int count)
    {
        X509Chain chain = new();
        for (int i = 0; i < count; i++)
        {
            chain.ChainPolicy.ExtraStore.Add(TestCertificates.Ec().WithSubject($"CN={i}").Create().ToX509Certificate2());
        }

        return chain;
    }
}
