using Microsoft.Extensions.Options;
using MtlsAuth.AspNetCore.Options;

namespace MtlsAuth.AspNetCore.Hosting;

/// <summary>Refuses settings when the server starts, with a text that says which one, what it is and what it may be.</summary>
/// <remarks>The ranges of what the core takes are the core's. Here are those of the web package's own settings.</remarks>
internal sealed class MtlsAuthOptionsValidator(SettingsSection<MtlsAuthOptions>? section = null) : IValidateOptions<MtlsAuthOptions>
{
    private const string PathAllowed = "the path of a file or folder";

    private static readonly TimeSpan ShortestRetryAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestExpiryWarning = TimeSpan.FromDays(366);

    public ValidateOptionsResult Validate(string? name, MtlsAuthOptions options)
    {
        SettingError[] errors = [.. AuthenticatorOptions.FindErrors(options), .. FindErrors(options)];
        return errors.Length == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(errors.Select(error => SettingsSection<MtlsAuthOptions>.Place(section, error)));
    }

    private static IEnumerable<SettingError> FindErrors(MtlsAuthOptions options)
    {
        // The binder passes over an empty list, and code that allows no kind of key has forgotten to fill it.
        if (options.CertificatePolicy?.AllowedKeyKinds is { Count: 0 })
        {
            yield return new SettingError(
                $"{nameof(options.CertificatePolicy)}:{nameof(CertificatePolicy.AllowedKeyKinds)}",
                Array.Empty<string>(),
                "one kind of key at least");
        }

        if (options.TrustAnchors is { Length: 0 })
        {
            yield return new SettingError(nameof(options.TrustAnchors), options.TrustAnchors, PathAllowed);
        }

        if (options.Intermediates is { Length: 0 })
        {
            yield return new SettingError(nameof(options.Intermediates), options.Intermediates, PathAllowed);
        }

        foreach ((string client, string path) in options.ClientTrustAnchors.Where(static pair => string.IsNullOrEmpty(pair.Value)))
        {
            yield return new SettingError($"{nameof(options.ClientTrustAnchors)}:{client}", path, PathAllowed);
        }

        if (options.RetryAfter < ShortestRetryAfter || options.RetryAfter > LongestRetryAfter)
        {
            yield return new SettingError(
                nameof(options.RetryAfter), options.RetryAfter, $"from {ShortestRetryAfter:c} to {LongestRetryAfter:c} (d.hh:mm:ss)");
        }

        if (options.CertificateExpiryWarning < TimeSpan.Zero || options.CertificateExpiryWarning > LongestExpiryWarning)
        {
            yield return new SettingError(
                nameof(options.CertificateExpiryWarning),
                options.CertificateExpiryWarning,
                $"from {TimeSpan.Zero:c} to {LongestExpiryWarning:c} (d.hh:mm:ss)");
        }

        if (options.MaximumFormLength is < 1 or > MtlsAuthOptions.LargestMaximumFormLength)
        {
            yield return new SettingError(
                nameof(options.MaximumFormLength),
                options.MaximumFormLength,
                $"from 1 to {MtlsAuthOptions.LargestMaximumFormLength} octets");
        }

        if (!IsChallenge(options.Challenge))
        {
            yield return new SettingError(
                nameof(options.Challenge), options.Challenge, "a printable challenge of a scheme other than Basic");
        }
    }

    private static bool IsChallenge(string? challenge) =>
        !string.IsNullOrWhiteSpace(challenge)
        && !challenge.AsSpan().ContainsAnyExceptInRange(' ', '~')
        && !challenge.TrimStart().StartsWith("Basic", StringComparison.OrdinalIgnoreCase);
}
