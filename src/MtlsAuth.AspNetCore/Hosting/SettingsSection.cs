namespace MtlsAuth.AspNetCore.Hosting;

/// <summary>Where the settings of <typeparamref name="TOptions"/> come from, so that a refusal names the place.</summary>
/// <param name="Path">The section of the configuration.</param>
internal sealed record SettingsSection<TOptions>(string Path)
{
    /// <summary>The name of a setting for people; that of the class where the settings come from code.</summary>
    public static string NameOf(SettingsSection<TOptions>? section, string setting) =>
        $"{(section is { Path.Length: > 0 } ? section.Path : typeof(TOptions).Name)}:{setting}";
}
