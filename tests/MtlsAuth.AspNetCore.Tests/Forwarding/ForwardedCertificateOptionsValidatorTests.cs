using System.Text.Json;
using Microsoft.Extensions.Options;
using MtlsAuth.AspNetCore.Forwarding;
using MtlsAuth.Forwarding;

namespace MtlsAuth.AspNetCore.Tests.Forwarding;

public sealed class ForwardedCertificateOptionsValidatorTests
{
    private const string SecretName = "Sec-Client-X509-Cert-7f3a9c0be41d58263fd0a97c15be8420";
    private const string Secret = "k3Jq8Zp0Wn5vYt7Ls2Hd9Rb4Gf6Xc1Mu";
    private const string Thumbprint = "bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2";

    private const string BadName =
        "A header's name has characters other than letters, digits, hyphens and underscores, or none at all.";

    private static readonly TestCaseData<Action<ForwardedCertificateOptions>, string>[] Refused =
    [
        new(options => options.Preset = (ForwardedCertificatePreset)99, "Preset is not known."),
        new(options => options.Preset = null, "HeaderName is missing: set it, or SecretHeaderName, or a Preset that has one."),
        new(
            options => options.Preset = ForwardedCertificatePreset.Connect2id,
            "HeaderName is missing: set it, or SecretHeaderName, or a Preset that has one."),
        new(
            options => (options.HeaderName, options.SecretHeaderName) = ("X-Cert", SecretName),
            "HeaderName and SecretHeaderName are both set: the certificate comes in one header."),
        new(
            options => (options.Preset, options.HeaderName) = (null, "X-Cert"),
            "Format is missing or not known: set it, or a Preset. It is never guessed."),
        new(
            options => options.Format = (ForwardedCertificateFormat)99,
            "Format is missing or not known: set it, or a Preset. It is never guessed."),
        new(options => options.VerificationHeaderName = "X-Verify", "VerificationHeaderName and VerificationSuccess go together."),
        new(options => options.VerificationSuccess = "SUCCESS", "VerificationHeaderName and VerificationSuccess go together."),
        new(options => options.HeaderName = "X Cert", BadName),
        new(options => options.HeaderName = "", BadName),
        new(options => options.ChainHeaderNames = ["X-Chain:"], BadName),
        new(
            options => options.ChainHeaderNames = ["X-Chain", "x_chain"],
            "Two settings name the same header: each says something of its own."),
        new(
            options => (options.HeaderName, options.VerificationHeaderName, options.VerificationSuccess) = ("X-Cert", "x-cert", "SUCCESS"),
            "Two settings name the same header: each says something of its own."),
        new(
            options =>
            {
                SetSecrets(options, Secret);
                (options.SecretHeaderName, options.SharedSecretHeaderName) = (SecretName, SecretName.ToLowerInvariant());
            },
            "Two settings name the same header: each says something of its own."),
        new(
            options => options.SecretHeaderName = "Sec-Client-X509-Cert-7f3a9c0be41d58263fd",
            "SecretHeaderName has fewer than 32 hexadecimal digits, or 22 other characters, behind its prefix. Make one: a prefix of your "
            + "choice and the output of \"openssl rand -hex 16\", for example Sec-Client-X509-Cert- and 32 digits."),
        new(options => options.SharedSecretHeaderName = "X-Secret", "SharedSecretHeaderName and SharedSecrets go together."),
        new(options => options.SharedSecrets.Add(Secret), "SharedSecretHeaderName and SharedSecrets go together."),
        new(
            options => SetSecrets(options, Secret, Secret, Secret),
            "SharedSecrets has more than two values: the one in use, and the one that replaces it."),
        new(
            options => SetSecrets(options, Secret[1..]),
            "SharedSecrets has a value with fewer than 32 characters, or one that repeats itself or counts."),
        new(
            options => SetSecrets(options, string.Concat(Enumerable.Repeat("secret", 8))),
            "SharedSecrets has a value with fewer than 32 characters, or one that repeats itself or counts."),
        new(
            options => options.KnownProxies.Add("proxy.example.com"),
            "KnownProxies has proxy.example.com, which is not an IP address in canonical spelling, such as 10.0.0.5 or 2001:db8::5."),
        new(
            options => options.KnownProxies.Add(null!),
            "KnownProxies has (none), which is not an IP address in canonical spelling, such as 10.0.0.5 or 2001:db8::5."),
        new(
            options => options.KnownNetworks.Add("10.1.2.3/16"),
            "KnownNetworks has 10.1.2.3/16, which is not a network in canonical spelling, such as 10.1.0.0/16, that leaves somebody out."),
        new(
            options => options.KnownNetworks.Add("10.0.0.0/7"),
            "KnownNetworks has 10.0.0.0/7, which is not a network of /8 or smaller (IPv6: /16). AllowWideNetworks accepts it, if nobody "
            + "but your proxies has an address in it."),
        new(
            options => options.KnownNetworks.Add("0.0.0.0/0"),
            "KnownNetworks has 0.0.0.0/0, which is not a network in canonical spelling, such as 10.1.0.0/16, that leaves somebody out."),
        new(
            options => options.ProxyCertificateThumbprints.Add("AB:CD"),
            "ProxyCertificateThumbprints has AB:CD, which is not an x5t#S256 thumbprint."),
        new(
            options => options.ProxyCertificateThumbprints.Add(null!),
            "ProxyCertificateThumbprints has (none), which is not an x5t#S256 thumbprint."),
        new(options => options.ProxyKeyThumbprints.Add("AB:CD"), "ProxyKeyThumbprints has AB:CD, which is not an RFC 7638 thumbprint."),
        new(
            options => options.ElementFromEnd = 2,
            "ElementFromEnd is 2; it has to be from 1 to 16 in Envoy's formats, and 1 in all others, which have one element."),
        new(
            options => (options.Preset, options.ElementFromEnd) = (ForwardedCertificatePreset.Envoy, 0),
            "ElementFromEnd is 0; it has to be from 1 to 16 in Envoy's formats, and 1 in all others, which have one element."),
        new(
            options => (options.Preset, options.ElementFromEnd) = (ForwardedCertificatePreset.Envoy, 17),
            "ElementFromEnd is 17; it has to be from 1 to 16 in Envoy's formats, and 1 in all others, which have one element."),
        new(
            options => (options.Preset, options.Format) = (ForwardedCertificatePreset.IstioSidecar, ForwardedCertificateFormat.Pem),
            "ElementFromEnd is 2; it has to be from 1 to 16 in Envoy's formats, and 1 in all others, which have one element."),
        new(options => options.MaximumLength = 0, "MaximumLength is 0; it has to be 1 at least."),
        new(options => options.MaximumChainLength = -1, "MaximumChainLength is -1; it has to be 1 at least."),
        new(options => options.Ports.Add(0), "Ports has 0, which is no port."),
        new(options => options.Ports.Add(65_536), "Ports has 65536, which is no port."),
        new(
            options => options.KnownProxies.Clear(),
            "Nothing proves that the proxy set the header, so that every client could. Set SecretHeaderName; or SharedSecrets with "
            + "SharedSecretHeaderName; or KnownProxies or KnownNetworks; or ProxyCertificateThumbprints or ProxyKeyThumbprints."),
    ];

    private static readonly TestCaseData<Action<ForwardedCertificateOptions>>[] Proofs =
    [
        new(options => options.SecretHeaderName = SecretName),
        new(options => SetSecrets(options, Secret)),
        new(options => SetSecrets(options, Secret, SecretName)),
        new(options => options.KnownProxies.Add("10.0.0.1")),
        new(options => options.KnownProxies.Add("2001:db8::1")),
        new(options => options.KnownNetworks.Add("10.1.0.0/16")),
        new(options => options.ProxyCertificateThumbprints.Add(Thumbprint[..^1] + "I")),
        new(options => options.ProxyKeyThumbprints.Add(Thumbprint[..^1] + "I")),
    ];

    private static readonly TestCaseData<Action<ForwardedCertificateOptions>>[] Accepted =
    [
        new(options => (options.Preset, options.VerificationHeaderName) = (ForwardedCertificatePreset.Nginx, "X-Client-Verify")),
        new(options => options.Ports.Add(1)),
        new(options => options.Ports.Add(65_535)),
    ];

    [TestCaseSource(nameof(Refused))]
    public void Validate_refuses(Action<ForwardedCertificateOptions> change, string failure)
    {
        ForwardedCertificateOptions options = new() { Preset = ForwardedCertificatePreset.Caddy, KnownProxies = { "10.0.0.1" } };
        change(options);

        Validate(options).Failures.Should().Contain(failure);
    }

    [TestCaseSource(nameof(Proofs))]
    public void Validate_accepts_each_proof_alone(Action<ForwardedCertificateOptions> change)
    {
        ForwardedCertificateOptions options = new() { Preset = ForwardedCertificatePreset.Caddy };
        change(options);

        Validate(options).Succeeded.Should().BeTrue();
    }

    [TestCaseSource(nameof(Accepted))]
    public void Validate_accepts(Action<ForwardedCertificateOptions> change)
    {
        ForwardedCertificateOptions options = new() { Preset = ForwardedCertificatePreset.Caddy, KnownProxies = { "10.0.0.1" } };
        change(options);

        Validate(options).Failures.Should().BeNull();
    }

    [Test]
    public void Validate_accepts_each_preset([Values] ForwardedCertificatePreset preset) =>
        Validate(new ForwardedCertificateOptions { Preset = preset, SecretHeaderName = SecretName }).Succeeded.Should().BeTrue();

    [TestCase("127.1")]
    [TestCase("1")]
    [TestCase("2130706433")]
    [TestCase("0177.0.0.1")]
    [TestCase("0x7f.0.0.1")]
    [TestCase("010.0.0.5")]
    [TestCase("10.0.0.05")]
    [TestCase("10.0.0")]
    [TestCase("10.0.0.5 ")]
    [TestCase(" 10.0.0.5")]
    [TestCase("10.0.0.5:443")]
    [TestCase("10.0.0.0/24")]
    [TestCase("256.0.0.1")]
    [TestCase("0.0.0.0")]
    [TestCase("::")]
    [TestCase("0:0:0:0:0:0:0:0")]
    [TestCase("::ffff:10.0.0.5")]
    [TestCase("::ffff:a00:5")]
    [TestCase("2001:DB8::5")]
    [TestCase("2001:0db8::5")]
    [TestCase("2001:db8:0:0:0:0:0:5")]
    [TestCase("2001:db8::0:5")]
    [TestCase("[2001:db8::5]")]
    [TestCase("fe80::1%1")]
    [TestCase("")]
    public void Validate_refuses_all_but_the_canonical_spelling_of_an_address_and_names_it(string address)
    {
        ForwardedCertificateOptions options = new() { Preset = ForwardedCertificatePreset.Caddy, KnownProxies = { "10.0.0.1", address } };

        Validate(options).Failures.Should().ContainSingle().Which
            .Should().StartWith($"KnownProxies has {(address.Length == 0 ? "(none)" : address)}, which is not an IP address");
    }

    [TestCase("127.0.0.1")]
    [TestCase("255.255.255.255")]
    [TestCase("::1")]
    [TestCase("2001:db8::5")]
    [TestCase("2001:db8:1:2:3:4:5:6")]
    [TestCase("fe80::1")]
    public void Validate_accepts_an_address_in_canonical_spelling(string address) => Validate(
        new ForwardedCertificateOptions { Preset = ForwardedCertificatePreset.Caddy, KnownProxies = { address } })
            .Succeeded.Should().BeTrue();

    [TestCase("10.0.0.0")]
    [TestCase("10.0.0.5/24")]
    [TestCase("10.0.0.0/024")]
    [TestCase("10.0.0.0/ 24")]
    [TestCase("10.0.0.0/33")]
    [TestCase("10.0.0.0/-8")]
    [TestCase("10.0.0.0/255.0.0.0")]
    [TestCase("10/8")]
    [TestCase("010.0.0.0/8")]
    [TestCase("0/8")]
    [TestCase("0.0.0.0/0")]
    [TestCase("::/0")]
    [TestCase("2001:DB8::/32")]
    [TestCase("2001:db8:0::/32")]
    [TestCase("2001:db8::1/32")]
    [TestCase("::ffff:10.0.0.0/104")]
    [TestCase("::ffff:0:0/96")]
    [TestCase("fe80::%1/64")]
    [TestCase("*")]
    public void Validate_refuses_all_but_the_canonical_spelling_of_a_network_and_names_it(string network)
    {
        ForwardedCertificateOptions options = new()
        {
            Preset = ForwardedCertificatePreset.Caddy,
            KnownNetworks = { "10.1.0.0/16", network },
            AllowWideNetworks = true,
        };

        Validate(options).Failures.Should().ContainSingle().Which
            .Should().StartWith($"KnownNetworks has {network}, which is not a network in canonical spelling");
    }

    [TestCase("10.0.0.0/8", true)]
    [TestCase("10.0.0.0/7", false)]
    [TestCase("0.0.0.0/1", false)]
    [TestCase("128.0.0.0/1", false)]
    [TestCase("10.0.0.5/32", true)]
    [TestCase("2001::/16", true)]
    [TestCase("2000::/15", false)]
    [TestCase("fc00::/7", false)]
    [TestCase("8000::/1", false)]
    [TestCase("2001:db8::5/128", true)]
    public void Validate_wants_a_setting_for_networks_that_are_wide(string network, bool accepted)
    {
        ForwardedCertificateOptions options = new() { Preset = ForwardedCertificatePreset.Caddy, KnownNetworks = { network } };

        Validate(options).Succeeded.Should().Be(accepted);
        options.AllowWideNetworks = true;
        Validate(options).Succeeded.Should().BeTrue();
    }

    [Test]
    public void Validate_accepts_random_secrets_of_any_kind(
        [Values("0123456789abcdef", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")] string alphabet)
    {
        Random random = new(20261124);
        ForwardedCertificateOptions options = new()
        {
            Preset = ForwardedCertificatePreset.Caddy,
            SharedSecretHeaderName = "X-Secret",
            SharedSecrets = { "" },
        };

        for (int i = 0; i < 100_000; i++)
        {
            options.SharedSecrets[0] = new string(random.GetItems<char>(alphabet, 32));
            Validate(options).Failures.Should().BeNull();
        }
    }

    [Test]
    public void Validate_repeats_no_secret()
    {
        ForwardedCertificateOptions options = new()
        {
            SecretHeaderName = "Sec-Hunter2",
            HeaderName = "X Hunter2",
        };
        SetSecrets(options, "hunter2", "hunter2", "hunter2");

        JsonSerializer.Serialize(Validate(options).Failures).Should().NotContainEquivalentOf("hunter2").And.Contain("SharedSecrets");
    }

    private static void SetSecrets(ForwardedCertificateOptions options, params IEnumerable<string> secrets)
    {
        options.SharedSecretHeaderName = "X-Secret";
        foreach (string secret in secrets)
        {
            options.SharedSecrets.Add(secret);
        }
    }

    private static ValidateOptionsResult Validate(ForwardedCertificateOptions options) =>
        new ForwardedCertificateOptionsValidator().Validate(null, options);
}
