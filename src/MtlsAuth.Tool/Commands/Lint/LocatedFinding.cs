using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using MtlsAuth.Registration;
using MtlsAuth.Tool.Input;
using MtlsAuth.Tool.Linting;
using MtlsAuth.Tool.Output;

namespace MtlsAuth.Tool.Commands;

/// <summary>A finding with its line and column.</summary>
internal sealed record LocatedFinding(
    string File, int Line, int Column, ClientRegistrationSeverity Severity, string Kind, string Path, string? ClientId, string Text)
    : IReport
{
    [JsonIgnore]
    public JsonTypeInfo JsonType => LintJson.Default.LocatedFinding;

    /// <summary>The severity in a word that tools know.</summary>
    [JsonIgnore]
    public string Word => Severity switch
    {
        ClientRegistrationSeverity.Error => "error",
        ClientRegistrationSeverity.Warning => "warning",
        _ => "info",
    };

    /// <summary>What is wrong, and with which client.</summary>
    [JsonIgnore]
    public string TextWithClient => ClientId is null ? Text : $"client {ClientId}: {Text}";

    /// <summary>A finding at a place.</summary>
    public static LocatedFinding At(string file, TextPlace place, LintFinding finding) => new(
        file, place.Line, place.Column, finding.Severity, finding.Kind, finding.Path, finding.ClientId, finding.Text);

    public void WriteTo(IPage page) =>
        page.WriteLine(new Cell($"{File}:{Line}:{Column}: {Word}: {TextWithClient} [{Kind} {Path}]", ToTone()));

    private Tone ToTone() => Severity switch
    {
        ClientRegistrationSeverity.Error => Tone.Bad,
        ClientRegistrationSeverity.Warning => Tone.Doubtful,
        _ => Tone.Plain,
    };
}
