using System.Text.Json;
using MtlsAuth.Certificates;

namespace MtlsAuth.OpenBanking.Tests;

/// <summary>A certificate, what a lenient reader finds in it, and what an index expects of it.</summary>
public sealed class BankingCase
{
    private readonly JsonElement _item;

    public BankingCase(JsonElement item, string deviations)
    {
        _item = item;
        Expected = [.. item.GetProperty(deviations).EnumerateArray().Select(code => code.GetString()!)];
        Certificate = BankingData.ReadCertificate(item.GetProperty("file").GetString()!);
    }

    public string Name => _item.GetProperty("name").GetString()!;

    public string Profile => _item.GetProperty("profile").GetString()!;

    public string Verdict => _item.GetProperty("verdict").GetString()!;

    /// <summary>The file of the authority that issued the certificate.</summary>
    public string Issuer => $"generated/{_item.GetProperty("issuer").GetString()}.pem";

    /// <summary>The codes that the index expects.</summary>
    public IReadOnlyList<string> Expected { get; }

    /// <summary>What a lenient reader finds.</summary>
    public JsonElement Reads => _item.GetProperty("reads");

    public ClientCertificate Certificate { get; }

    public override string ToString() => Name;
}
