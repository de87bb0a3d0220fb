using MtlsAuth.Testing;

namespace UnitTests;

/// <summary>Whose token the API takes.</summary>
public sealed class ApiTests
{
    private static readonly TestCertificate Certificate = TestCertificates.Ec().Create();

    [Test]
    public async Task Token_is_taken_with_the_certificate_that_it_is_bound_to()
    {
        using Api api = new();
        string token = Api.IssueToken(Certificate);
        Assert.That(await api.GetAsync(token, static request => request.WithClientCertificate(Certificate)), Is.EqualTo(200));
    }

    [Test]
    public async Task Stolen_token_is_refused()
    {
        using Api api = new();
        string token = Api.IssueToken(TestCertificates.Ec().Create());
        Assert.That(await api.GetAsync(token, static request => request.WithClientCertificate(Certificate)), Is.EqualTo(401));
    }

    [Test]
    public async Task Token_without_its_certificate_is_refused()
    {
        using Api api = new();
        string token = Api.IssueToken(Certificate);
        Assert.That(await api.GetAsync(token, static request => request.WithoutClientCertificate()), Is.EqualTo(401));
    }

    [Test]
    public async Task Token_that_is_not_bound_is_refused()
    {
        using Api api = new();
        string token = Api.IssueToken(certificate: null);
        Assert.That(await api.GetAsync(token, static request => request.WithClientCertificate(Certificate)), Is.EqualTo(401));
    }
}
