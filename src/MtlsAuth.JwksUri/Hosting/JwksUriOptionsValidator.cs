using Microsoft.Extensions.Options;

namespace MtlsAuth.JwksUri.Hosting;

/// <summary>Refuses settings when the server starts, with a text that says which one, what it is and what it may be.</summary>
internal sealed class JwksUriOptionsValidator : IValidateOptions<JwksUriOptions>
{
    public ValidateOptionsResult Validate(string? name, JwksUriOptions options)
    {
        IReadOnlyList<SettingError> errors = options.FindErrors();
        return errors.Count == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(errors.Select(static error => error.Within(nameof(JwksUriOptions)).ToString()));
    }
}
