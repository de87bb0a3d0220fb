using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using MtlsAuth.Tool.Output;

namespace MtlsAuth.Tool.Commands;

/// <summary>What is to be said of a certificate, in sections. Further ones can follow the last.</summary>
internal sealed record InspectedCertificate : IReport
{
    /// <summary>The file's name.</summary>
    public required string Source { get; init; }

    /// <summary>In what form it was there.</summary>
    public required string Form { get; init; }

    /// <summary>Which certificate of the file it is, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>How many the file has.</summary>
    public required int Count { get; init; }

    /// <summary>True if a private key stands beside it.</summary>
    public bool? HasPrivateKey { get; init; }

    public required InspectedKey Key { get; init; }

    public required InspectedNames Names { get; init; }

    public required InspectedUse Use { get; init; }

    public required InspectedThumbprints Thumbprints { get; init; }

    public required IReadOnlyList<InspectedMethod> Methods { get; init; }

    /// <summary>What it says of itself as a qualified certificate; null if it says nothing of the kind.</summary>
    public InspectedQualification? Qualification { get; init; }

    [JsonIgnore]
    public JsonTypeInfo JsonType => InspectJson.Default.InspectedCertificate;

    public void WriteTo(IPage page)
    {
        string place = Count == 1 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $", certificate {Number} of {Count}");
        page.WriteHeading($"{Source} ({Form}{place})");
        if (HasPrivateKey == true)
        {
            page.WriteLine(new Cell("A private key stands beside it: this file is a secret.", Tone.Doubtful));
        }

        page.WriteFields([.. Key.ToFields(), .. Names.ToFields(), .. Use.ToFields(), .. Thumbprints.ToFields()]);
        page.WriteHeading("Methods");
        page.WriteTable(["method", "possible", "why"], [.. Methods.Select(static method => method.ToRow())]);
        Qualification?.WriteTo(page);
    }
}
