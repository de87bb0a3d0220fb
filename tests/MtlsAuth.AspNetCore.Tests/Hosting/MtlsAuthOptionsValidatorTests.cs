using Microsoft.Extensions.Options;
using MtlsAuth.AspNetCore.Hosting;
using MtlsAuth.Keys;

namespace MtlsAuth.AspNetCore.Tests.Hosting;

public sealed class MtlsAuthOptionsValidatorTests
{
    private static readonly TestCaseData<Action<MtlsAuthOptions>, string>[] Refused =
    [
        new(options => options.EnabledMethods = [], "EnabledMethods is empty*"),
        new(options => options.EnabledMethods = ["client_secret_basic"], "EnabledMethods has 'client_secret_basic', which is no mutual-TLS method."),
        new(options => options.EnabledMethods = ["PUB_KEY_TLS_CLIENT_AUTH"], "EnabledMethods has 'PUB_KEY_TLS_CLIENT_AUTH'*"),
        new(options => options.ChainValidation = null!, "ChainValidation is null."),
        new(options => options.ChainValidation.CacheCapacity = 0, "ChainValidation.CacheCapacity*"),
        new(options => options.ChainValidation.CacheDuration = TimeSpan.FromTicks(-1), "ChainValidation.CacheDuration*"),
        new(options => options.ChainValidation.CacheDuration = TimeSpan.MaxValue, "ChainValidation.CacheDuration*"),
        new(options => options.ChainValidation.RevocationTimeout = TimeSpan.FromSeconds(61), "ChainValidation.RevocationTimeout*"),
        new(options => options.ChainValidation.RevocationTimeout = TimeSpan.Zero, "ChainValidation.RevocationTimeout*"),
        new(options => options.TrustAnchors = "", "TrustAnchors or a value of ClientTrustAnchors is empty*"),
        new(options => options.ClientTrustAnchors["client"] = "", "TrustAnchors or a value of ClientTrustAnchors is empty*"),
        new(options => options.InvalidClientStatusCode = 403, "InvalidClientStatusCode is 403*"),
        new(options => options.MaximumFormLength = 0, "MaximumFormLength is not positive."),
        new(options => options.Challenge = "", "Challenge is not a printable challenge*"),
        new(options => options.Challenge = "A\r\nB: c", "Challenge is not a printable challenge*"),
        new(options => options.Challenge = "basic realm=\"x\"", "Challenge is not a printable challenge of a scheme other than Basic."),
        new(options => options.Challenge = " Basic realm=\"x\"", "Challenge is not a printable challenge of a scheme other than Basic."),
        new(options => options.CertificatePolicy = null!, "CertificatePolicy is null."),
        new(options => options.CertificatePolicy.ClockSkew = TimeSpan.FromTicks(-1), "CertificatePolicy.ClockSkew is negative."),
        new(options => options.CertificatePolicy.AllowedKeyKinds = new HashSet<SubjectPublicKeyKind>(), "CertificatePolicy.AllowedKeyKinds is empty*"),
    ];

    [TestCaseSource(nameof(Refused))]
    public void Validate_names_the_setting(Action<MtlsAuthOptions> spoil, string message)
    {
        MtlsAuthOptions options = new();
        spoil(options);

        ValidateOptionsResult result = new MtlsAuthOptionsValidator().Validate(null, options);

        result.Failures.Should().ContainSingle().Which.Should().Match(message);
    }

    [Test]
    public void Validate_accepts_the_defaults() =>
        new MtlsAuthOptionsValidator().Validate(null, new MtlsAuthOptions()).Succeeded.Should().BeTrue();

    [Test]
    public void Validate_names_all_that_is_wrong() =>
        new MtlsAuthOptionsValidator().Validate(null, new MtlsAuthOptions { MaximumFormLength = 0, InvalidClientStatusCode = 0 })
            .Failures.Should().HaveCount(2);
}
