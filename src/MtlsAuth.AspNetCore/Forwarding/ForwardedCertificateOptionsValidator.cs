using System.Net;
using Microsoft.Extensions.Options;
using MtlsAuth.AspNetCore.Diagnostics;
using MtlsAuth.Certificates;
using MtlsAuth.Forwarding;

namespace MtlsAuth.AspNetCore.Forwarding;

/// <summary>Refuses settings when the server starts, above all those that prove nothing.</summary>
/// <remarks>Its texts name addresses, networks and thumbprints that are wrong. They repeat no header's name and no secret.</remarks>
internal sealed class ForwardedCertificateOptionsValidator : IValidateOptions<ForwardedCertificateOptions>
{
    private const int MinimumSecretLength = 32;

    public ValidateOptionsResult Validate(string? name, ForwardedCertificateOptions options)
    {
        List<string> failures = [];
        ForwardedCertificatePresets.Settings? preset =
            options.Preset is { } chosen && Enum.IsDefined(chosen) ? ForwardedCertificatePresets.Find(chosen) : null;
        if (options.Preset is not null && preset is null)
        {
            failures.Add("Preset is not known.");
        }

        CheckHeaders(options, preset, failures);
        CheckFormat(options, preset, failures);
        CheckSecrets(options, failures);
        CheckList(
            options.KnownProxies,
            nameof(options.KnownProxies),
            "an IP address in canonical spelling, such as 10.0.0.5 or 2001:db8::5",
            static text => ProxyNetworks.TryReadAddress(text, out _));
        CheckList(
            options.KnownNetworks,
            nameof(options.KnownNetworks),
            "a network in canonical spelling, such as 10.1.0.0/16, that leaves somebody out",
            static text => ProxyNetworks.TryReadNetwork(text, out _));
        CheckList(
            options.AllowWideNetworks ? [] : options.KnownNetworks,
            nameof(options.KnownNetworks),
            "a network of /8 or smaller (IPv6: /16). AllowWideNetworks accepts it, if nobody but your proxies has an address in it",
            static text => !ProxyNetworks.TryReadNetwork(text, out IPNetwork network) || !ProxyNetworks.IsWide(network));
        CheckList(
            options.ProxyCertificateThumbprints,
            nameof(options.ProxyCertificateThumbprints),
            "an x5t#S256 thumbprint",
            static text => CertificateThumbprint.TryParse(text, out _));
        CheckList(
            options.ProxyKeyThumbprints,
            nameof(options.ProxyKeyThumbprints),
            "an RFC 7638 thumbprint",
            static text => JwkThumbprint.TryParse(text, out _));
        failures.AddRange(
            options.Ports.Where(static port => port is < 1 or > 65535).Select(static port => $"Ports has {port}, which is no port."));
        if (!HasProof(options))
        {
            failures.Add(
                "Nothing proves that the proxy set the header, so that every client could. Set SecretHeaderName; or SharedSecrets with "
                + "SharedSecretHeaderName; or KnownProxies or KnownNetworks; or ProxyCertificateThumbprints or ProxyKeyThumbprints.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void CheckList(IEnumerable<string> values, string setting, string expected, Func<string, bool> isValid) => failures.AddRange(
            values.Where(value => !isValid(value)).Select(value => $"{setting} has {LogText.From(value)}, which is not {expected}."));
    }

    private static bool HasProof(ForwardedCertificateOptions options) =>
        options.SecretHeaderName is not null
        || options.SharedSecrets.Count > 0
        || options.KnownProxies.Count > 0
        || options.KnownNetworks.Count > 0
        || options.ProxyCertificateThumbprints.Count > 0
        || options.ProxyKeyThumbprints.Count > 0;

    private static void CheckFormat(
        ForwardedCertificateOptions options, ForwardedCertificatePresets.Settings? preset, List<string> failures)
    {
        ForwardedCertificateFormat? format = options.Format ?? preset?.Format;
        if (format is null || !Enum.IsDefined(format.Value))
        {
            failures.Add("Format is missing or not known: set it, or a Preset. It is never guessed.");
        }

        failures.AddRange(ForwardedCertificateSettings.ToDecoderOptions(options, preset).FindErrors()
            .Where(static error => error.Setting != nameof(options.Format)).Select(static error => error.ToString()));
    }

    private static void CheckHeaders(
        ForwardedCertificateOptions options, ForwardedCertificatePresets.Settings? preset, List<string> failures)
    {
        string? certificateHeader = options.SecretHeaderName ?? options.HeaderName ?? preset?.HeaderName;
        if (certificateHeader is null)
        {
            failures.Add("HeaderName is missing: set it, or SecretHeaderName, or a Preset that has one.");
        }

        if (options is { SecretHeaderName: not null, HeaderName: not null })
        {
            failures.Add("HeaderName and SecretHeaderName are both set: the certificate comes in one header.");
        }

        if (options.VerificationHeaderName is null
            ? options.VerificationSuccess is not null
            : (options.VerificationSuccess ?? preset?.VerificationSuccess) is null)
        {
            failures.Add("VerificationHeaderName and VerificationSuccess go together.");
        }

        string?[] others =
        [
            options.VerificationHeaderName,
            options.SharedSecretHeaderName,
            .. (IEnumerable<string?>?)options.ChainHeaderNames ?? [preset?.ChainHeaderName],
        ];
        if (!others.Append(options.HeaderName).OfType<string>().All(IsHeaderName))
        {
            failures.Add("A header's name has characters other than letters, digits, hyphens and underscores, or none at all.");
        }

        // Servers behind a gateway interface see hyphens and underscores as one, so that such names are the same header.
        string[] names = [.. others.Append(certificateHeader).OfType<string>().Select(static name => name.Replace('_', '-'))];
        if (names.Distinct(StringComparer.OrdinalIgnoreCase).Count() < names.Length)
        {
            failures.Add("Two settings name the same header: each says something of its own.");
        }
    }

    private static void CheckSecrets(ForwardedCertificateOptions options, List<string> failures)
    {
        if (options.SecretHeaderName is { } secretName && SecretHeaderNameRules.FindProblem(secretName) is { } problem)
        {
            failures.Add(
                $"SecretHeaderName {problem}. Make one: a prefix of your choice and the output of "
                + "\"openssl rand -hex 16\", for example Sec-Client-X509-Cert- and 32 digits.");
        }

        if (options.SharedSecrets.Count > 0 != options.SharedSecretHeaderName is not null)
        {
            failures.Add("SharedSecretHeaderName and SharedSecrets go together.");
        }

        if (options.SharedSecrets.Count > 2)
        {
            failures.Add("SharedSecrets has more than two values: the one in use, and the one that replaces it.");
        }

        if (options.SharedSecrets.Any(
            static secret => secret is null || secret.Length < MinimumSecretLength || !RandomText.IsPossible(secret)))
        {
            failures.Add(
                $"SharedSecrets has a value with fewer than {MinimumSecretLength} characters, or one that repeats itself or counts.");
        }
    }

    private static bool IsHeaderName(string name) =>
        name.Length > 0 && name.All(static character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_');
}
