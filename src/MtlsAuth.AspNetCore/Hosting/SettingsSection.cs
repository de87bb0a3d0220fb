namespace MtlsAuth.AspNetCore.Hosting;

/// <summary>Where the settings of <typeparamref name="TOptions"/> come from, so that a refusal names the place.</summary>
/// <param name="Path">The section of the configuration.</param>
internal sealed record SettingsSection<TOptions>(string Path)
{
    /// <summary>The error with the place of its setting; the name of the class where the settings come from code.</summary>
    public static string Place(SettingsSection<TOptions>? section, SettingError error) =>
        error.Within(section is { Path.Length: > 0 } ? section.Path : typeof(TOptions).Name).ToString();
}
