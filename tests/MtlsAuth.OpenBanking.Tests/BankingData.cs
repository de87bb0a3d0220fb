using System.Text.Json;
using MtlsAuth.Certificates;

namespace MtlsAuth.OpenBanking.Tests;

/// <summary>The certificates and vectors in <c>Data/</c>; its README says where they come from.</summary>
internal static class BankingData
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Data");

    /// <summary>Certificates made for this, with verdicts.</summary>
    public static IReadOnlyList<BankingCase> Cases { get; } = ReadCases("cases.json", "deviations");

    /// <summary>Certificates of pkilint's tests.</summary>
    public static IReadOnlyList<BankingCase> Pkilint { get; } = ReadCases("pkilint/index.json", "psd2_deviations");

    /// <summary>Certificates of zlint's tests.</summary>
    public static IReadOnlyList<BankingCase> Zlint { get; } = ReadCases("zlint/index.json", "deviations");

    public static IReadOnlyList<BankingCase> All { get; } = [.. Cases, .. Pkilint, .. Zlint];

    public static BankingCase Find(string name) => All.Single(item => item.Name == name);

    public static JsonElement ReadJson(string file) => JsonElement.Parse(File.ReadAllBytes(Path.Combine(Folder, file)));

    public static ClientCertificate ReadCertificate(string file) =>
        ClientCertificate.TryParsePem(
            File.ReadAllText(Path.Combine(Folder, file)), out ClientCertificate? certificate, out CertificateFormatError error)
            ? certificate
            : throw new InvalidDataException($"{file}: {error}");

    private static BankingCase[] ReadCases(string index, string deviations) =>
        [.. ReadJson(index).GetProperty("cases").EnumerateArray().Select(item => new BankingCase(item, deviations))];
}
