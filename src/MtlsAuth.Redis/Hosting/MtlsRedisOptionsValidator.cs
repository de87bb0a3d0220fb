using Microsoft.Extensions.Options;

namespace MtlsAuth.Redis.Hosting;

/// <summary>Refuses settings when the server starts, with a text that says which one and what it may be.</summary>
internal sealed class MtlsRedisOptionsValidator : IValidateOptions<MtlsRedisOptions>
{
    public ValidateOptionsResult Validate(string? name, MtlsRedisOptions options)
    {
        string[] errors = [.. options.FindErrors().Select(static error => error.Within(nameof(MtlsRedisOptions)).ToString())];
        return errors.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
