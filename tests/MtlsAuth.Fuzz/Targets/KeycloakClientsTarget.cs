using System.Text.Json;
using MtlsAuth.Certificates;
using MtlsAuth.Tool.Input;
using MtlsAuth.Tool.Migration;

namespace MtlsAuth.Fuzz.Targets;

internal sealed class KeycloakClientsTarget() : FuzzTarget("migration-keycloak", InputShape.Json)
{
    private const int MaximumDepth = 64;

    public override IReadOnlyList<string> Tokens =>
    [
        "\"clients\"", "\"clientId\"", "\"clientAuthenticatorType\"", "\"client-x509\"", "\"client-jwt\"", "\"publicClient\"",
        "\"attributes\"", "\"x509.subjectdn\"", "\"x509.casubjectdn\"",
        "\"x509.allow.regex.pattern.comparison\"", "\"false\"", "\\\\Q", "\\\\E", "CN=", "##",
    ];

    public override void Execute(byte[] input)
    {
        if (JsonInput.FindFault(input, MaximumDepth) is not null)
        {
            return;
        }

        using JsonDocument document = JsonDocument.Parse(input, new JsonDocumentOptions { MaxDepth = MaximumDepth });
        foreach (ClientMigration migration in KeycloakClients.Read(document.RootElement))
        {
            Claim(migration is { Metadata: not null } or { Remarks.Count: > 0 }, "no client is left behind in silence");
            Claim(
                migration.Metadata?.TlsClientAuthSubjectDn is not { } subject || DistinguishedName.TryParse(subject, out _, out _),
                "a subject that is carried over can be read");
        }
    }
}
