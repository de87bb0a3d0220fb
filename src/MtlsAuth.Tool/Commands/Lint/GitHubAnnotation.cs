using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using MtlsAuth.Tool.Output;

namespace MtlsAuth.Tool.Commands;

/// <summary>A finding as a command of GitHub's workflows, which shows it beside the line.</summary>
internal sealed record GitHubAnnotation(LocatedFinding Finding) : IReport
{
    [JsonIgnore]
    public JsonTypeInfo JsonType => LintJson.Default.GitHubAnnotation;

    public void WriteTo(IPage page)
    {
        string command = Finding.Word == "info" ? "notice" : Finding.Word;
        page.WriteVerbatim(
            $"::{command} file={EscapeProperty(Finding.File)},line={Finding.Line},col={Finding.Column},title={Finding.Kind}::"
            + Escape(Finding.TextWithClient));
    }

    private static string Escape(string text) => SafeText.Of(text.Replace("%", "%25", StringComparison.Ordinal));

    private static string EscapeProperty(string text) =>
        Escape(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
