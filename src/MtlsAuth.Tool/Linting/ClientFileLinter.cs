using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using MtlsAuth.Registration;

namespace MtlsAuth.Tool.Linting;

/// <summary>Checks a file of clients, as <see cref="JsonFileClientMetadataStore"/> reads it: one client, or an array of clients.</summary>
internal static class ClientFileLinter
{
    /// <summary>Finds what is wrong with any of them.</summary>
    /// <param name="path">The file, which the store's reader opens again.</param>
    /// <param name="root">What it holds.</param>
    /// <param name="clock">The time, for what expires.</param>
    /// <param name="profile">The regime whose rules count beside all others, or null.</param>
    public static IReadOnlyList<LintFinding> Lint(string path, JsonElement root, TimeProvider clock, SecurityProfile? profile)
    {
        ClientRegistrationValidator validator = ClientRules.CreateValidator(isTrustedSource: true, clock, profile);
        List<LintFinding> findings = [];
        if (root.ValueKind == JsonValueKind.Array)
        {
            foreach ((int index, JsonElement client) in root.EnumerateArray().Index())
            {
                Check(client, string.Create(CultureInfo.InvariantCulture, $"$[{index}]"), validator, findings);
            }
        }
        else
        {
            Check(root, "$", validator, findings);
        }

        AddWhatTheStoreRefuses(path, findings);
        return findings;
    }

    private static void Check(JsonElement client, string place, ClientRegistrationValidator validator, List<LintFinding> findings)
    {
        string? clientId = client.ValueKind == JsonValueKind.Object
            && client.TryGetProperty("client_id"u8, out JsonElement id)
            && id.ValueKind == JsonValueKind.String ? id.GetString() : null;
        foreach (ClientRegistrationFinding finding in validator.Validate(JsonMarshal.GetRawUtf8Value(client)).Findings)
        {
            findings.Add(LintFinding.Of(finding, place + finding.Path[1..], clientId));
        }
    }

    // What is wrong between clients, such as an id twice, and with members that only the store knows.
    private static void AddWhatTheStoreRefuses(string path, List<LintFinding> findings)
    {
        try
        {
            ClientMetadataFile.Read(path);
        }
        catch (ClientMetadataFileException exception)
        {
            ClientMetadataError error = exception.Error;
            if (!findings.Any(finding => finding.Path == error.Path))
            {
                findings.Add(LintFinding.Error("RefusedByStore", error.Path, error.Description, error.ClientId));
            }
        }
    }
}
