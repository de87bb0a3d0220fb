namespace MtlsAuth.Tests.Authentication;

public sealed class ClientCertificateAuthenticatorOptionsTests
{
    [Test]
    public void FindErrors_finds_none_in_the_defaults() => new ClientCertificateAuthenticatorOptions().FindErrors().Should().BeEmpty();

    [Test]
    public void FindErrors_names_all_settings_that_are_out_of_range_by_their_path() =>
        new ClientCertificateAuthenticatorOptions
        {
            EnabledMethods = ["pub_key_tls_client_auth", "none"],
            ChainValidation = new() { CacheCapacity = 0, MaximumRsaKeySize = 1 },
            CertificatePolicy = new() { ClockSkew = TimeSpan.FromHours(2) },
            InvalidClientStatusCode = 403,
        }.FindErrors().Select(error => error.Setting).Should().Equal(
            "EnabledMethods:1",
            "ChainValidation:MaximumRsaKeySize",
            "ChainValidation:CacheCapacity",
            "CertificatePolicy:ClockSkew",
            "InvalidClientStatusCode");

    [Test]
    public void FindErrors_finds_parts_that_are_missing() =>
        new ClientCertificateAuthenticatorOptions { EnabledMethods = [], ChainValidation = null!, CertificatePolicy = null! }
            .FindErrors().Select(error => error.ToString()).Should().SatisfyRespectively(
                error => error.Should().StartWith("EnabledMethods is empty; it has to be at least one of pub_key_tls_client_auth, "),
                error => error.Should().Be("ChainValidation is null; it has to be a section."),
                error => error.Should().Be("CertificatePolicy is null; it has to be a section."));

    [Test]
    public void FindErrors_says_which_methods_and_statuses_there_are() =>
        new ClientCertificateAuthenticatorOptions { EnabledMethods = ["none"], InvalidClientStatusCode = 403 }
            .FindErrors().Select(error => error.ToString()).Should().Equal(
                "EnabledMethods:0 is 'none'; it has to be one of "
                    + "pub_key_tls_client_auth, self_signed_tls_client_auth and tls_client_auth.",
                "InvalidClientStatusCode is 403; it has to be 400 or 401 (RFC 6749 section 5.2).");

    [Test]
    public void An_error_says_what_the_setting_is_and_what_it_may_be() =>
        new SettingError("Size", 5, "from 1 to 4").Within("Part").ToString()
            .Should().Be("Part:Size is 5; it has to be from 1 to 4.");
}
