using System.Collections;
using System.Globalization;
using Microsoft.Extensions.Options;

namespace MtlsAuth.AspNetCore.Hosting;

/// <summary>Refuses settings when the server starts, with a text that says which one, what it is and what it may be.</summary>
internal sealed class MtlsAuthOptionsValidator(SettingsSection<MtlsAuthOptions>? section = null) : IValidateOptions<MtlsAuthOptions>
{
    public ValidateOptionsResult Validate(string? name, MtlsAuthOptions options)
    {
        List<string> failures = [];
        CheckMethods(options, failures);
        CheckChainValidation(options.ChainValidation, failures);
        CheckTrustAnchors(options, failures);
        CheckCertificatePolicy(options.CertificatePolicy, failures);
        Require(
            failures,
            options.InvalidClientStatusCode is 400 or 401,
            nameof(options.InvalidClientStatusCode),
            options.InvalidClientStatusCode,
            "400 or 401 (RFC 6749 section 5.2)");
        RequireWithin(failures, nameof(options.RetryAfter), options.RetryAfter, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        Require(
            failures,
            options.MaximumFormLength is >= 1 and <= MtlsAuthOptions.LargestMaximumFormLength,
            nameof(options.MaximumFormLength),
            options.MaximumFormLength,
            $"from 1 to {MtlsAuthOptions.LargestMaximumFormLength} octets");
        Require(
            failures,
            IsChallenge(options.Challenge),
            nameof(options.Challenge),
            options.Challenge,
            "a printable challenge of a scheme other than Basic");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static bool IsChallenge(string? challenge) =>
        !string.IsNullOrWhiteSpace(challenge)
        && !challenge.AsSpan().ContainsAnyExceptInRange(' ', '~')
        && !challenge.TrimStart().StartsWith("Basic", StringComparison.OrdinalIgnoreCase);

    private static string Format(object? value) => value switch
    {
        null => "null",
        ICollection { Count: 0 } => "empty",
        string text => $"'{text}'",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private void CheckMethods(MtlsAuthOptions options, List<string> failures)
    {
        const string Allowed = $"{ClientAuthenticationMethods.PubKeyTlsClientAuth}, {ClientAuthenticationMethods.SelfSignedTlsClientAuth} "
            + $"and {ClientAuthenticationMethods.TlsClientAuth}";
        if (options.EnabledMethods is not { } methods)
        {
            return;
        }

        Require(failures, methods.Count > 0, nameof(options.EnabledMethods), methods, $"at least one of {Allowed}");
        for (int i = 0; i < methods.Count; i++)
        {
            Require(
                failures,
                ClientAuthenticationMethods.IsMutualTls(methods[i]),
                $"{nameof(options.EnabledMethods)}:{i}",
                methods[i],
                $"one of {Allowed}");
        }
    }

    private void CheckChainValidation(ChainValidatorOptions? chains, List<string> failures)
    {
        const string Section = nameof(MtlsAuthOptions.ChainValidation);
        if (chains is null)
        {
            Require(failures, holds: false, Section, null, "a section");
            return;
        }

        Require(
            failures, chains.CacheCapacity > 0, $"{Section}:{nameof(chains.CacheCapacity)}", chains.CacheCapacity, "one chain at least");

        // A revoked certificate stays trusted as long as its chain is remembered.
        RequireWithin(
            failures, $"{Section}:{nameof(chains.CacheDuration)}", chains.CacheDuration, TimeSpan.Zero, TimeSpan.FromDays(1));
        RequireWithin(
            failures,
            $"{Section}:{nameof(chains.RevocationTimeout)}",
            chains.RevocationTimeout,
            TimeSpan.FromTicks(1),
            TimeSpan.FromMinutes(1));
        RequireWithin(
            failures, $"{Section}:{nameof(chains.RefusalDuration)}", chains.RefusalDuration, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Require(
            failures,
            chains.RevocationUnknown is CertificateCheck.Enforce or CertificateCheck.Report,
            $"{Section}:{nameof(chains.RevocationUnknown)}",
            chains.RevocationUnknown,
            $"Enforce or Report; to ask nobody, set {nameof(chains.RevocationMode)} to NoCheck");
        RequireWithin(
            failures, $"{Section}:{nameof(chains.MaximumConcurrentRevocationChecks)}", chains.MaximumConcurrentRevocationChecks, 1, 64);
        RequireWithin(
            failures,
            $"{Section}:{nameof(chains.MaximumConcurrentValidations)}",
            chains.MaximumConcurrentValidations,
            1,
            int.MaxValue);
        RequireWithin(failures, $"{Section}:{nameof(chains.MaximumRsaKeySize)}", chains.MaximumRsaKeySize, 2_048, 16_384);
        RequireWithin(failures, $"{Section}:{nameof(chains.MaximumRsaExponentSize)}", chains.MaximumRsaExponentSize, 17, 256);
    }

    private void CheckTrustAnchors(MtlsAuthOptions options, List<string> failures)
    {
        const string Allowed = "the path of a file or folder";
        Require(failures, options.TrustAnchors is not { Length: 0 }, nameof(options.TrustAnchors), options.TrustAnchors, Allowed);
        Require(failures, options.Intermediates is not { Length: 0 }, nameof(options.Intermediates), options.Intermediates, Allowed);
        foreach ((string client, string path) in options.ClientTrustAnchors)
        {
            Require(failures, !string.IsNullOrEmpty(path), $"{nameof(options.ClientTrustAnchors)}:{client}", path, Allowed);
        }
    }

    private void CheckCertificatePolicy(CertificatePolicy? policy, List<string> failures)
    {
        const string Section = nameof(MtlsAuthOptions.CertificatePolicy);
        if (policy is null)
        {
            Require(failures, holds: false, Section, null, "a section");
            return;
        }

        RequireWithin(
            failures, $"{Section}:{nameof(policy.ClockSkew)}", policy.ClockSkew, TimeSpan.Zero, CertificatePolicy.MaximumClockSkew);
        Require(
            failures,
            policy.AllowedKeyKinds is not { Count: 0 },
            $"{Section}:{nameof(policy.AllowedKeyKinds)}",
            Array.Empty<string>(),
            "one kind of key at least");
    }

    private void RequireWithin(List<string> failures, string setting, TimeSpan value, TimeSpan minimum, TimeSpan maximum) => Require(
        failures, value >= minimum && value <= maximum, setting, value, $"from {minimum:c} to {maximum:c} (d.hh:mm:ss)");

    private void RequireWithin(List<string> failures, string setting, int value, int minimum, int maximum) =>
        Require(failures, value >= minimum && value <= maximum, setting, value, $"from {minimum} to {maximum}");

    private void Require(List<string> failures, bool holds, string setting, object? value, string allowed)
    {
        if (!holds)
        {
            failures.Add(
                $"{SettingsSection<MtlsAuthOptions>.NameOf(section, setting)} is {Format(value)}; it has to be {allowed}.");
        }
    }
}
