using Microsoft.Extensions.Configuration;

namespace MtlsAuth.JwksUri.Hosting;

/// <summary>Where the settings of <typeparamref name="TOptions"/> come from, so that a refusal names the place.</summary>
/// <param name="Section">The section of the configuration.</param>
internal sealed record SettingsSection<TOptions>(IConfiguration Section);
