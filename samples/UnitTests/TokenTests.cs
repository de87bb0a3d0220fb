using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using MtlsAuth.Testing;

namespace UnitTests;

/// <summary>Who gets a token: three lines a test.</summary>
public sealed class TokenTests
{
    private static readonly TestCertificate Certificate = TestCertificates.Ec().WithSubject("CN=client").Create();

    [Test]
    public async Task Clients_own_certificate_gets_a_token_that_is_bound_to_it()
    {
        using TokenServer server = new(TestClients.PubKey("client", Certificate));
        string? token = await server.RequestTokenAsync(static request => request.WithClientCertificate(Certificate));
        Assert.That(
            $"{new JsonWebToken(token).GetPayloadValue<object>("cnf")}", Does.Contain($"{Certificate.ClientCertificate.Thumbprint}"));
    }

    [Test]
    public async Task New_certificate_over_the_same_key_gets_one_as_well()
    {
        using TokenServer server = new(TestClients.PubKey("client", Certificate));
        TestCertificate renewed = TestCertificates.Ec().WithKeyOf(Certificate).Create();
        Assert.That(await server.RequestTokenAsync(request => request.WithClientCertificate(renewed)), Does.StartWith("ey"));
    }

    [Test]
    public async Task Certificate_of_somebody_else_with_the_same_name_gets_none()
    {
        using TokenServer server = new(TestClients.PubKey("client", Certificate));
        TestCertificate other = TestCertificates.Ec().WithSubject("CN=client").Create();
        Assert.That(await server.RequestTokenAsync(request => request.WithClientCertificate(other)), Is.EqualTo("invalid_client"));
    }

    [Test]
    public async Task Client_without_a_certificate_gets_none()
    {
        using TokenServer server = new(TestClients.PubKey("client", Certificate));
        string? answer = await server.RequestTokenAsync(static request => request.WithoutClientCertificate());
        Assert.That(answer, Is.EqualTo("invalid_client"));
    }

    [Test]
    public async Task Expired_certificate_gets_none()
    {
        TestCertificate expired = TestCertificates.Ec().Expired().Create();
        using TokenServer server = new(TestClients.PubKey("client", expired));
        Assert.That(await server.RequestTokenAsync(request => request.WithClientCertificate(expired)), Is.EqualTo("invalid_client"));
    }

    [Test]
    public async Task Weak_key_gets_none()
    {
        TestCertificate weak = TestCertificates.Rsa(1024).SignedWith(HashAlgorithmName.SHA1).Create();
        using TokenServer server = new(TestClients.PubKey("client", weak));
        Assert.That(await server.RequestTokenAsync(request => request.WithClientCertificate(weak)), Is.EqualTo("invalid_client"));
    }

    [Test]
    public async Task Log_says_why()
    {
        using TokenServer server = new(TestClients.PubKey("client", Certificate));
        await server.RequestTokenAsync(static request => request.WithClientCertificate(TestCertificates.Ec().Create()));
        Assert.That(server.EventIds, Does.Contain(MtlsEventIds.NotAuthenticated));
    }

    [TestCaseSource(typeof(HostileInputs), nameof(HostileInputs.Certificates))]
    public async Task What_is_no_certificate_gets_none(HostileCertificate hostile)
    {
        using TokenServer server = new(TestClients.PubKey("client", Certificate));
        string? answer = await server.RequestTokenAsync(request => request.WithClientCertificate(hostile.Octets));
        Assert.That(answer, Is.EqualTo("invalid_client"));
    }
}
