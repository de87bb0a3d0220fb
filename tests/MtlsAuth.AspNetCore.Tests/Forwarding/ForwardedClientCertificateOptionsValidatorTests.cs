using System.Text.Json;
using Microsoft.Extensions.Options;
using MtlsAuth.AspNetCore.Forwarding;
using MtlsAuth.Forwarding;

namespace MtlsAuth.AspNetCore.Tests.Forwarding;

public sealed class ForwardedClientCertificateOptionsValidatorTests
{
    private const string SecretName = "Sec-Client-X509-Cert-7f3a9c0be41d58263fd0a97c15be8420";
    private const string Secret = "k3Jq8Zp0Wn5vYt7Ls2Hd9Rb4Gf6Xc1Mu";
    private const string Thumbprint = "bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2";

    private const string BadName =
        "A header's name has characters other than letters, digits, hyphens and underscores, or none at all.";

    private static readonly TestCaseData<Action<ForwardedClientCertificateOptions>, string>[] Refused =
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
            options => options.SecretHeaderName = "Sec-Client-X509-Cert-7f3a9c0be41d58263fd",
            "SecretHeaderName has fewer than 32 characters behind its last hyphen. Make one: a prefix of your choice and the output of "
            + "\"openssl rand -hex 16\", for example Sec-Client-X509-Cert- and 32 characters."),
        new(options => options.SharedSecretHeaderName = "X-Secret", "SharedSecretHeaderName and SharedSecrets go together."),
        new(options => options.SharedSecrets.Add(Secret), "SharedSecretHeaderName and SharedSecrets go together."),
        new(
            options => SetSecrets(options, Secret, Secret, Secret),
            "SharedSecrets has more than two values: the one in use, and the one that replaces it."),
        new(
            options => SetSecrets(options, Secret[1..]),
            "SharedSecrets has a value with fewer than 32 characters, or one that repeats itself."),
        new(
            options => SetSecrets(options, string.Concat(Enumerable.Repeat("secret", 8))),
            "SharedSecrets has a value with fewer than 32 characters, or one that repeats itself."),
        new(options => options.KnownProxies.Add("proxy.example.com"), "KnownProxies has a value that is not an IP address."),
        new(options => options.KnownProxies.Add(null!), "KnownProxies has a value that is not an IP address."),
        new(
            options => options.KnownNetworks.Add("10.0.0.0"),
            "KnownNetworks has a value that is not a network such as 10.1.0.0/16 that leaves somebody out."),
        new(
            options => options.KnownNetworks.Add("0.0.0.0/0"),
            "KnownNetworks has a value that is not a network such as 10.1.0.0/16 that leaves somebody out."),
        new(
            options => options.KnownNetworks.Add("::/0"),
            "KnownNetworks has a value that is not a network such as 10.1.0.0/16 that leaves somebody out."),
        new(
            options => options.ProxyCertificateThumbprints.Add("AB:CD"),
            "ProxyCertificateThumbprints has a value that is not an x5t#S256 thumbprint."),
        new(
            options => options.ProxyCertificateThumbprints.Add(null!),
            "ProxyCertificateThumbprints has a value that is not an x5t#S256 thumbprint."),
        new(options => options.ProxyKeyThumbprints.Add("AB:CD"), "ProxyKeyThumbprints has a value that is not an RFC 7638 thumbprint."),
        new(options => options.MaximumLength = 0, "MaximumLength and MaximumChainLength have to be positive."),
        new(options => options.MaximumChainLength = -1, "MaximumLength and MaximumChainLength have to be positive."),
        new(options => options.Ports.Add(0), "Ports has a value that is no port."),
        new(options => options.Ports.Add(65_536), "Ports has a value that is no port."),
        new(
            options => options.KnownProxies.Clear(),
            "Nothing proves that the proxy set the header, so that every client could. Set SecretHeaderName; or SharedSecrets with "
            + "SharedSecretHeaderName; or KnownProxies or KnownNetworks; or ProxyCertificateThumbprints or ProxyKeyThumbprints."),
    ];

    private static readonly TestCaseData<Action<ForwardedClientCertificateOptions>>[] Proofs =
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

    [TestCaseSource(nameof(Refused))]
    public void Validate_refuses(Action<ForwardedClientCertificateOptions> change, string failure)
    {
        ForwardedClientCertificateOptions options = new() { Preset = ForwardedCertificatePreset.Caddy, KnownProxies = { "10.0.0.1" } };
        change(options);

        Validate(options).Failures.Should().Contain(failure);
    }

    [TestCaseSource(nameof(Proofs))]
    public void Validate_accepts_each_proof_alone(Action<ForwardedClientCertificateOptions> change)
    {
        ForwardedClientCertificateOptions options = new() { Preset = ForwardedCertificatePreset.Caddy };
        change(options);

        Validate(options).Succeeded.Should().BeTrue();
    }

    [Test]
    public void Validate_accepts_each_preset([Values] ForwardedCertificatePreset preset) =>
        Validate(new ForwardedClientCertificateOptions { Preset = preset, SecretHeaderName = SecretName }).Succeeded.Should().BeTrue();

    [Test]
    public void Validate_repeats_no_secret()
    {
        ForwardedClientCertificateOptions options = new()
        {
            SecretHeaderName = "Sec-Hunter2",
            HeaderName = "X Hunter2",
            KnownProxies = { "hunter2" },
        };
        SetSecrets(options, "hunter2", "hunter2", "hunter2");

        JsonSerializer.Serialize(Validate(options).Failures).Should().NotContainEquivalentOf("hunter2").And.Contain("SharedSecrets");
    }

    private static void SetSecrets(ForwardedClientCertificateOptions options, params IEnumerable<string> secrets)
    {
        options.SharedSecretHeaderName = "X-Secret";
        foreach (string secret in secrets)
        {
            options.SharedSecrets.Add(secret);
        }
    }

    private static ValidateOptionsResult Validate(ForwardedClientCertificateOptions options) =>
        new ForwardedClientCertificateOptionsValidator().Validate(null, options);
}
