using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace MtlsAuth.AspNetCore.Hosting;

/// <summary>Refuses a single value where several are due, the reverse, and no value where the default would stand in for it.</summary>
/// <remarks>The binder passes over all of them without a word, and the setting would be as if it were not there.</remarks>
/// <param name="section">The section that is bound.</param>
/// <param name="compound">The settings that are lists or sections, by their path within the section.</param>
/// <param name="neverEmpty">Those of them whose default is not empty.</param>
internal sealed class SettingsShapeValidator<TOptions>(
    IConfiguration section, IReadOnlyList<string> compound, IReadOnlyList<string> neverEmpty) : IValidateOptions<TOptions>
    where TOptions : class
{
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        List<string> failures = [];
        Check(section, string.Empty, failures);
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    // The values themselves are not repeated: some are secrets.
    private void Check(IConfiguration parent, string prefix, List<string> failures)
    {
        foreach (IConfigurationSection setting in parent.GetChildren())
        {
            string path = prefix + setting.Key;
            bool hasChildren = setting.GetChildren().Any();
            bool isCompound = compound.Contains(path, StringComparer.OrdinalIgnoreCase);
            if (isCompound && !hasChildren && setting.Value is { Length: > 0 })
            {
                failures.Add($"{setting.Path} is a single value; it has to be a list or section, such as {setting.Path}:0 or [\"...\"].");
            }
            else if (!hasChildren && neverEmpty.Contains(path, StringComparer.OrdinalIgnoreCase))
            {
                failures.Add($"{setting.Path} is empty; it has to have one value at least, or to be left out for the default.");
            }
            else if (!isCompound && hasChildren)
            {
                failures.Add($"{setting.Path} is a list or section; it has to be a single value.");
            }
            else if (isCompound)
            {
                Check(setting, $"{path}:", failures);
            }
        }
    }
}
