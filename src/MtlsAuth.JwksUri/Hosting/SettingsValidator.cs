using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace MtlsAuth.JwksUri.Hosting;

/// <summary>Refuses settings when the server starts, with a text that says which one, what it is and what it may be.</summary>
/// <param name="findErrors">Finds the settings that are out of range.</param>
/// <param name="section">The section of the configuration that they come from; null where they come from code.</param>
/// <param name="lists">The settings that are lists.</param>
internal sealed class SettingsValidator<TOptions>(
    Func<TOptions, IReadOnlyList<SettingError>> findErrors, IConfiguration? section = null, params string[] lists)
    : IValidateOptions<TOptions>
    where TOptions : class
{
    private readonly string _place = section is IConfigurationSection { Path.Length: > 0 } named ? named.Path : typeof(TOptions).Name;

    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        string[] errors = [.. findErrors(options).Select(error => error.Within(_place).ToString()), .. FindShapeErrors()];
        return errors.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    // The binder passes over these without a word, and the setting would be as if it were not there.
    private IEnumerable<string> FindShapeErrors() =>
        from setting in section?.GetChildren() ?? []
        let isList = lists.Contains(setting.Key, StringComparer.OrdinalIgnoreCase)
        where isList ? setting.Value is { Length: > 0 } : setting.GetChildren().Any()
        select isList
            ? $"{setting.Path} is a single value; it has to be a list."
            : $"{setting.Path} is a list or section; it has to be a single value.";
}
