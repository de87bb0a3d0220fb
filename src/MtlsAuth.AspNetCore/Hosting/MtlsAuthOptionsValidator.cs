using Microsoft.Extensions.Options;
using MtlsAuth.Clients;

namespace MtlsAuth.AspNetCore.Hosting;

/// <summary>Refuses settings when the server starts, with a text that says which one and why.</summary>
internal sealed class MtlsAuthOptionsValidator : IValidateOptions<MtlsAuthOptions>
{
    public ValidateOptionsResult Validate(string? name, MtlsAuthOptions options)
    {
        List<string> failures = [];
        if (options.EnabledMethods is { } methods)
        {
            if (methods.Count == 0)
            {
                failures.Add($"{nameof(options.EnabledMethods)} is empty: no client could authenticate.");
            }

            failures.AddRange(methods
                .Where(method => !ClientAuthenticationMethods.IsMutualTls(method))
                .Select(method => $"{nameof(options.EnabledMethods)} has '{method}', which is no mutual-TLS method."));
        }

        if (options.ChainValidation is not { } chains)
        {
            failures.Add($"{nameof(options.ChainValidation)} is null.");
        }
        else
        {
            if (chains.CacheCapacity <= 0)
            {
                failures.Add("ChainValidation.CacheCapacity is not positive.");
            }

            // A revoked certificate stays trusted as long as its chain is remembered.
            if (chains.CacheDuration < TimeSpan.Zero || chains.CacheDuration > TimeSpan.FromDays(1))
            {
                failures.Add("ChainValidation.CacheDuration is not between zero and a day.");
            }

            if (chains.RevocationTimeout <= TimeSpan.Zero || chains.RevocationTimeout > TimeSpan.FromMinutes(1))
            {
                failures.Add("ChainValidation.RevocationTimeout is not between zero and a minute.");
            }
        }

        if (options.TrustAnchors is { Length: 0 } || options.ClientTrustAnchors.Values.Any(string.IsNullOrEmpty))
        {
            failures.Add(
                $"{nameof(options.TrustAnchors)} or a value of {nameof(options.ClientTrustAnchors)} is empty: it names a file or folder.");
        }

        if (options.InvalidClientStatusCode is not (400 or 401))
        {
            failures.Add($"{nameof(options.InvalidClientStatusCode)} is {options.InvalidClientStatusCode}; RFC 6749 allows 400 and 401.");
        }

        if (options.MaximumFormLength <= 0)
        {
            failures.Add($"{nameof(options.MaximumFormLength)} is not positive.");
        }

        if (string.IsNullOrWhiteSpace(options.Challenge)
            || options.Challenge.AsSpan().ContainsAnyExceptInRange(' ', '~')
            || options.Challenge.TrimStart().StartsWith("Basic", StringComparison.OrdinalIgnoreCase))
        {
            failures.Add($"{nameof(options.Challenge)} is not a printable challenge of a scheme other than Basic.");
        }

        if (options.CertificatePolicy is null)
        {
            failures.Add($"{nameof(options.CertificatePolicy)} is null.");
        }
        else
        {
            if (options.CertificatePolicy.ClockSkew < TimeSpan.Zero)
            {
                failures.Add("CertificatePolicy.ClockSkew is negative.");
            }

            if (options.CertificatePolicy.AllowedKeyKinds is { Count: 0 })
            {
                failures.Add("CertificatePolicy.AllowedKeyKinds is empty: no client could authenticate.");
            }
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
