using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using MtlsAuth.OpenIddict.Clients;
using MtlsAuth.OpenIddict.Diagnostics;

namespace MtlsAuth.OpenIddict.Tests;

/// <summary><c>docs/operations.md</c> names all that the package can say and read, and nothing else.</summary>
public sealed partial class OperationsGuideTests
{
    private static readonly string Section =
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "operations.md")).Split("\n## OpenIddict\n")[1].Split("\n## ")[0];

    [Test]
    public void Every_log_event_is_explained_with_its_level() =>
        Events().Matches(Section).Select(static row => $"{row.Groups["id"].Value} {row.Groups["level"].Value}")
            .Should().Equal(typeof(OpenIddictLog).GetMethods(BindingFlags.Public | BindingFlags.Static)
                .Select(static method => method.GetCustomAttribute<LoggerMessageAttribute>())
                .OfType<LoggerMessageAttribute>()
                .Select(static message => $"{message.EventId} {message.Level}"));

    [Test]
    public void Every_setting_of_an_application_is_explained()
    {
        string text = Section.Replace("`…_", "`tls_client_auth_", StringComparison.Ordinal);

        typeof(ApplicationSettings).GetFields(BindingFlags.NonPublic | BindingFlags.Static)
            .Select(static field => (string)field.GetRawConstantValue()!)
            .Should().OnlyContain(name => text.Contains($"`{name}`"));
    }

    [GeneratedRegex(@"\n\| (?<id>\d+) \| (?<level>\w+) \|")]
    private static partial Regex Events();
}
