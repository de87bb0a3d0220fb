using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MtlsAuth.Authentication;
using MtlsAuth.Clients;
using MtlsAuth.Keys;

namespace MtlsAuth.AspNetCore.Tests;

public sealed class MtlsAuthServiceCollectionExtensionsTests
{
    [Test]
    public void AddMtlsAuth_binds_all_settings()
    {
        MtlsAuthOptions options = Bind(
            """
            {
              "EnabledMethods": ["tls_client_auth", "self_signed_tls_client_auth"],
              "CertificatePolicy": { "ValidityPeriod": "Report", "ClockSkew": "00:05:00", "MinimumRsaKeySize": 3072, "AllowedKeyKinds": ["P256", "Rsa"] },
              "SelfSignedMatching": "PublicKey",
              "ChainValidation": { "RevocationMode": "Offline", "RevocationTimeout": "00:00:02", "CacheDuration": "00:00:10", "CacheCapacity": 7 },
              "TrustAnchors": "all.pem",
              "ClientTrustAnchors": { "client": "one.pem" },
              "AllowReversedSubjectDn": true,
              "InvalidClientStatusCode": 400,
              "Challenge": "Mtls",
              "MaximumFormLength": 1000
            }
            """);

        options.EnabledMethods.Should().Equal("tls_client_auth", "self_signed_tls_client_auth");
        options.CertificatePolicy.ValidityPeriod.Should().Be(CertificateCheck.Report);
        options.CertificatePolicy.RsaKeySize.Should().Be(CertificateCheck.Enforce);
        options.CertificatePolicy.ClockSkew.Should().Be(TimeSpan.FromMinutes(5));
        options.CertificatePolicy.MinimumRsaKeySize.Should().Be(3072);
        options.CertificatePolicy.AllowedKeyKinds.Should().BeEquivalentTo([SubjectPublicKeyKind.P256, SubjectPublicKeyKind.Rsa]);
        options.SelfSignedMatching.Should().Be(SelfSignedMatching.PublicKey);
        options.ChainValidation.RevocationMode.Should().Be(X509RevocationMode.Offline);
        options.ChainValidation.RevocationTimeout.Should().Be(TimeSpan.FromSeconds(2));
        options.ChainValidation.CacheDuration.Should().Be(TimeSpan.FromSeconds(10));
        options.ChainValidation.CacheCapacity.Should().Be(7);
        options.TrustAnchors.Should().Be("all.pem");
        options.ClientTrustAnchors.Should().ContainSingle().Which.Should().Be(new KeyValuePair<string, string>("client", "one.pem"));
        options.AllowReversedSubjectDn.Should().BeTrue();
        options.InvalidClientStatusCode.Should().Be(400);
        options.Challenge.Should().Be("Mtls");
        options.MaximumFormLength.Should().Be(1000);
    }

    [Test]
    public void AddMtlsAuth_reads_names_of_settings_in_any_case() =>
        Bind("""{ "certificatepolicy": { "CLOCKSKEW": "00:02:00" } }""").CertificatePolicy.ClockSkew.Should().Be(TimeSpan.FromMinutes(2));

    [TestCase("""{ "EnabledMethod": "tls_client_auth" }""", "*EnabledMethod*")]
    [TestCase("""{ "CertificatePolicy": { "ClockScew": "00:02:00" } }""", "*ClockScew*")]
    [TestCase("""{ "ChainValidation": { "Cache": 1 } }""", "*Cache*")]
    [TestCase("""{ "CertificatePolicy": { "ValidityPeriod": "Maybe" } }""", "*ValidityPeriod*")]
    [TestCase("""{ "MaximumFormLength": "long" }""", "*MaximumFormLength*")]
    public async Task Start_is_refused_for_a_setting_that_cannot_be_read(string json, string message) =>
        await FluentActions.Awaiting(() => StartAsync(json)).Should().ThrowAsync<InvalidOperationException>().WithMessage(message);

    [Test]
    public async Task Start_is_refused_for_a_setting_out_of_range() =>
        await FluentActions.Awaiting(() => StartAsync("""{ "InvalidClientStatusCode": 500 }"""))
            .Should().ThrowAsync<OptionsValidationException>().WithMessage("InvalidClientStatusCode is 500*");

    [Test]
    public async Task Start_is_refused_without_a_store() =>
        await FluentActions.Awaiting(() => TestServer.StartAsync(services => services.AddMtlsAuth()))
            .Should().ThrowAsync<InvalidOperationException>().WithMessage("AddMtlsAuth does not know where the clients are.*");

    [Test]
    public async Task Start_is_refused_for_tls_client_auth_without_authorities() =>
        await FluentActions.Awaiting(() => StartAsync("""{ "EnabledMethods": ["tls_client_auth"] }"""))
            .Should().ThrowAsync<InvalidOperationException>().WithMessage("EnabledMethods has tls_client_auth*TrustAnchors*");

    [Test]
    public async Task Start_is_refused_for_authorities_that_are_not_there() =>
        await FluentActions.Awaiting(() => StartAsync("""{ "EnabledMethods": ["tls_client_auth"], "TrustAnchors": "missing.pem" }"""))
            .Should().ThrowAsync<ArgumentException>().WithMessage("*missing.pem*");

    [Test]
    public async Task Start_is_refused_for_authorities_that_are_none()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("roots.pem", "nothing");

        await FluentActions.Awaiting(() => StartAsync($$"""{ "EnabledMethods": ["tls_client_auth"], "TrustAnchors": "{{file}}" }"""))
            .Should().ThrowAsync<ArgumentException>().WithMessage("*roots.pem: not the certificates of certification authorities*");
    }

    private static Task<TestServer> StartAsync(string json) =>
        TestServer.StartAsync(services => services.AddMtlsAuth(Read(json)).AddInMemoryClients());

    private static MtlsAuthOptions Bind(string json)
    {
        ServiceCollection services = new();
        services.AddMtlsAuth(Read(json));
        using ServiceProvider provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<MtlsAuthOptions>>().Value;
    }

    private static IConfiguration Read(string json) =>
        new ConfigurationBuilder().AddJsonStream(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(json))).Build();
}
