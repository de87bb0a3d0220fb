using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace MtlsAuth.JwksUri.Hosting;

/// <summary>Refuses a single value where a list is due: the binder passes over it without a word, as if it were not there.</summary>
/// <param name="section">The section that is bound.</param>
/// <param name="lists">The settings that are lists.</param>
internal sealed class ListShapeValidator<TOptions>(IConfiguration section, params string[] lists) : IValidateOptions<TOptions>
    where TOptions : class
{
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        List<string> failures = [];
        foreach (IConfigurationSection list in lists.Select(section.GetSection))
        {
            if (list.Value is { Length: > 0 } && !list.GetChildren().Any())
            {
                failures.Add($"{list.Path} is a single value; it has to be a list, such as {list.Path}:0 or [\"...\"].");
            }
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
