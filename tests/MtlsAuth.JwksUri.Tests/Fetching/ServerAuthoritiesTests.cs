using System.Security.Cryptography.X509Certificates;
using MtlsAuth.JwksUri.Fetching;
using MtlsAuth.Testing;
using static MtlsAuth.JwksUri.Tests.Fetching.TestDocuments;

namespace MtlsAuth.JwksUri.Tests.Fetching;

[Parallelizable(ParallelScope.All)]
public sealed class ServerAuthoritiesTests
{
    [TestCase("")]
    [TestCase("-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PUBLIC KEY-----\n")]
    [TestCase("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    public void A_file_without_certificates_is_refused(string contents)
    {
        string path = Path.GetTempFileName();
        File.WriteAllText(path, contents);

        Action load = () => ServerAuthorities.Load(path);

        load.Should().Throw<InvalidDataException>().WithMessage($"{path}: *");
        File.Delete(path);
    }

    [Test]
    public void A_file_that_is_not_there_is_refused()
    {
        Action load = static () => ServerAuthorities.Load(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()));

        load.Should().Throw<IOException>();
    }

    [TestCase(true, JwksUriFailure.None)]
    [TestCase(false, JwksUriFailure.TlsFailed)]
    public async Task Intermediates_come_from_the_server(bool areSent, JwksUriFailure expected)
    {
        using X509Certificate2 intermediate = TestCertificates.Ec()
            .WithSubject("CN=intermediate")
            .IssuedBy(ServerCertificates.Root)
            .AsAuthority()
            .ValidFrom(DateTimeOffset.UtcNow.AddHours(-13))
            .ValidUntil(DateTimeOffset.UtcNow.AddHours(13))
            .Create().ToX509Certificate2();
        using X509Certificate2 certificate = ServerCertificates.Create(intermediate);
        await using HostileServer server = HostileServer.Start(
            static exchange => exchange.AnswerAsync(Ok, OneKey), certificate, areSent ? [intermediate] : []);
        using TestFetcher fetcher = new();

        (await fetcher.FetchAsync(server)).Failure.Should().Be(expected);
    }
}
