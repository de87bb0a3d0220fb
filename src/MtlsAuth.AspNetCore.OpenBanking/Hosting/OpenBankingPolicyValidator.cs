using Microsoft.Extensions.Options;
using MtlsAuth.OpenBanking;

namespace MtlsAuth.AspNetCore.OpenBanking.Hosting;

/// <summary>Stops the start of a server whose policy has a setting that does not exist, and says all of them.</summary>
internal sealed class OpenBankingPolicyValidator : IValidateOptions<OpenBankingPolicy>
{
    public ValidateOptionsResult Validate(string? name, OpenBankingPolicy options) => options.FindErrors() is { Count: > 0 } errors
        ? ValidateOptionsResult.Fail(errors.Select(static error => error.ToString()))
        : ValidateOptionsResult.Success;
}
