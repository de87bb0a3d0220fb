using Microsoft.Extensions.Options;
using MtlsAuth.AspNetCore.Hosting;
using MtlsAuth.Certificates;

namespace MtlsAuth.AspNetCore.Tests.Hosting;

public sealed class MtlsAuthOptionsValidatorTests
{
    private static readonly TestCaseData<Action<MtlsAuthOptions>, string>[] Refused =
    [
        new(options => options.EnabledMethods = [], "*:EnabledMethods is empty; it has to be at least one of pub_key_tls_client_auth, *"),
        new(
            options => options.EnabledMethods = ["client_secret_basic"],
            "*:EnabledMethods:0 is 'client_secret_basic'; it has to be one of *"),
        new(
            options => options.EnabledMethods = ["tls_client_auth", "PUB_KEY_TLS_CLIENT_AUTH"],
            "*:EnabledMethods:1 is 'PUB_KEY_TLS_CLIENT_AUTH'*"),
        new(options => options.ChainValidation = null!, "*:ChainValidation is null*"),
        new(options => options.ChainValidation.CacheCapacity = 0, "*:ChainValidation:CacheCapacity is 0*"),
        new(
            options => options.ChainValidation.CacheDuration = TimeSpan.FromTicks(-1),
            "*:ChainValidation:CacheDuration is -00:00:00.0000001*"),
        new(
            options => options.ChainValidation.CacheDuration = TimeSpan.MaxValue,
            "*:ChainValidation:CacheDuration is *from 00:00:00 to 1.00:00:00*"),
        new(
            options => options.ChainValidation.RevocationTimeout = TimeSpan.FromSeconds(61),
            "*:ChainValidation:RevocationTimeout is 00:01:01*"),
        new(options => options.ChainValidation.RevocationTimeout = TimeSpan.Zero, "*:ChainValidation:RevocationTimeout is 00:00:00*"),
        new(
            options => options.ChainValidation.RefusalDuration = TimeSpan.FromSeconds(61),
            "*:ChainValidation:RefusalDuration is 00:01:01*"),
        new(
            options => options.ChainValidation.RevocationUnknown = CertificateCheck.Ignore,
            "*:ChainValidation:RevocationUnknown is Ignore; it has to be Enforce or Report*"),
        new(
            options => options.ChainValidation.MaximumConcurrentRevocationChecks = 0,
            "*:ChainValidation:MaximumConcurrentRevocationChecks is 0; it has to be from 1 to 64."),
        new(
            options => options.ChainValidation.MaximumConcurrentValidations = 0,
            "*:ChainValidation:MaximumConcurrentValidations is 0*"),
        new(
            options => options.ChainValidation.MaximumRsaKeySize = 2_047,
            "*:ChainValidation:MaximumRsaKeySize is 2047; it has to be from 2048 to 16384."),
        new(
            options => options.ChainValidation.MaximumRsaExponentSize = 257,
            "*:ChainValidation:MaximumRsaExponentSize is 257; it has to be from 17 to 256."),
        new(options => options.Intermediates = "", "*:Intermediates is ''; it has to be the path of a file or folder."),
        new(options => options.TrustAnchors = "", "*:TrustAnchors is ''; it has to be the path of a file or folder."),
        new(options => options.ClientTrustAnchors["client"] = "", "*:ClientTrustAnchors:client is ''*"),
        new(options => options.InvalidClientStatusCode = 403, "*:InvalidClientStatusCode is 403; it has to be 400 or 401*"),
        new(options => options.RetryAfter = TimeSpan.FromSeconds(0.9), "*:RetryAfter is 00:00:00.9*from 00:00:01 to 01:00:00*"),
        new(options => options.RetryAfter = TimeSpan.FromHours(1.1), "*:RetryAfter is 01:06:00*"),
        new(
            options => options.CertificateExpiryWarning = TimeSpan.FromTicks(-1),
            "*:CertificateExpiryWarning is -00:00:00.0000001; it has to be from 00:00:00 to 366.00:00:00 (d.hh:mm:ss)."),
        new(options => options.CertificateExpiryWarning = TimeSpan.FromDays(367), "*:CertificateExpiryWarning is 367.00:00:00*"),
        new(options => options.MaximumFormLength = 0, "*:MaximumFormLength is 0; it has to be from 1 to 1048576 octets."),
        new(options => options.MaximumFormLength = int.MaxValue, "*:MaximumFormLength is 2147483647*"),
        new(options => options.Challenge = "", "*:Challenge is ''; it has to be a printable challenge of a scheme other than Basic."),
        new(options => options.Challenge = null!, "*:Challenge is null*"),
        new(options => options.Challenge = "A\r\nB: c", "*:Challenge is *"),
        new(options => options.Challenge = "basic realm=\"x\"", "*:Challenge is 'basic*"),
        new(options => options.Challenge = " Basic realm=\"x\"", "*:Challenge is ' Basic*"),
        new(options => options.CertificatePolicy = null!, "*:CertificatePolicy is null*"),
        new(options => options.CertificatePolicy.ClockSkew = TimeSpan.FromTicks(-1), "*:CertificatePolicy:ClockSkew is -00:00:00.0000001*"),
        new(
            options => options.CertificatePolicy.ClockSkew = TimeSpan.FromDays(5),
            "*:CertificatePolicy:ClockSkew is 5.00:00:00; it has to be from 00:00:00 to 01:00:00*"),
        new(
            options => options.CertificatePolicy.AllowedKeyKinds = new HashSet<KeyAlgorithm>(),
            "*:CertificatePolicy:AllowedKeyKinds is empty; it has to be one kind of key at least."),
    ];

    private static readonly TestCaseData<Action<MtlsAuthOptions>>[] Accepted =
    [
        new(options => options.RetryAfter = TimeSpan.FromSeconds(1)),
        new(options => options.RetryAfter = TimeSpan.FromHours(1)),
        new(options => options.CertificateExpiryWarning = TimeSpan.Zero),
        new(options => options.CertificateExpiryWarning = TimeSpan.FromDays(366)),
        new(options => options.MaximumFormLength = 1),
        new(options => options.MaximumFormLength = 1_048_576),
    ];

    [TestCaseSource(nameof(Refused))]
    public void Validate_names_the_setting(Action<MtlsAuthOptions> spoil, string message)
    {
        MtlsAuthOptions options = new();
        spoil(options);

        ValidateOptionsResult result = new MtlsAuthOptionsValidator().Validate(null, options);

        result.Failures.Should().ContainSingle().Which.Should().Match(message);
    }

    [TestCaseSource(nameof(Accepted))]
    public void Validate_accepts_the_ends_of_each_range(Action<MtlsAuthOptions> set)
    {
        MtlsAuthOptions options = new();
        set(options);

        new MtlsAuthOptionsValidator().Validate(null, options).Succeeded.Should().BeTrue();
    }

    [TestCase(0)]
    [TestCase(60)]
    public void Validate_accepts_clock_skews_up_to_an_hour(int minutes)
    {
        MtlsAuthOptions options = new();
        options.CertificatePolicy.ClockSkew = TimeSpan.FromMinutes(minutes);

        new MtlsAuthOptionsValidator().Validate(null, options).Succeeded.Should().BeTrue();
    }

    [TestCase(null, "MtlsAuthOptions:MaximumFormLength is 0*")]
    [TestCase("", "MtlsAuthOptions:MaximumFormLength is 0*")]
    [TestCase("Bank:Mtls", "Bank:Mtls:MaximumFormLength is 0*")]
    public void Validate_names_the_section(string? path, string message)
    {
        SettingsSection<MtlsAuthOptions>? section = path is null ? null : new(path);

        new MtlsAuthOptionsValidator(section).Validate(null, new MtlsAuthOptions { MaximumFormLength = 0 })
            .FailureMessage.Should().Match(message);
    }

    [Test]
    public void Validate_accepts_the_defaults() =>
        new MtlsAuthOptionsValidator().Validate(null, new MtlsAuthOptions()).Succeeded.Should().BeTrue();

    [Test]
    public void Validate_names_all_that_is_wrong() =>
        new MtlsAuthOptionsValidator().Validate(null, new MtlsAuthOptions { MaximumFormLength = 0, InvalidClientStatusCode = 0 })
            .Failures.Should().HaveCount(2);
}
