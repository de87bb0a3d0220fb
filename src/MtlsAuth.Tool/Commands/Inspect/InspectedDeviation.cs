using System.Text.Json.Serialization;
using MtlsAuth.OpenBanking;
using MtlsAuth.Tool.Output;

namespace MtlsAuth.Tool.Commands;

/// <summary>What is wrong with a qualified certificate, and what a server with the default policy does then.</summary>
/// <param name="Code">The code in logs.</param>
/// <param name="ByDefault">What follows from it by default: the certificate is refused, it is reported, or nothing.</param>
/// <param name="Detail">The fact.</param>
internal sealed record InspectedDeviation(
    string Code, [property: JsonConverter(typeof(JsonStringEnumConverter<CertificateCheck>))] CertificateCheck ByDefault, string Detail)
{
    private static readonly OpenBankingPolicy Policy = new();

    public static InspectedDeviation Of(OpenBankingFinding finding) =>
        new(finding.Code, Policy.CheckOf(finding.Deviation, Policy.RequireQualifiedCertificate), finding.Detail);

    public IReadOnlyList<Cell> ToRow() =>
    [
        Code,
        ByDefault switch
        {
            CertificateCheck.Enforce => new Cell("refused", Tone.Bad),
            CertificateCheck.Report => new Cell("reported", Tone.Doubtful),
            _ => new Cell("ignored", Tone.Quiet),
        },
        Detail,
    ];
}
