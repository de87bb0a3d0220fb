using MtlsAuth.Tool.Migration;

namespace MtlsAuth.Fuzz.Targets;

internal sealed class OpenIddictMigrationTarget() : FuzzTarget("migration-openiddict", InputShape.Json)
{
    private static readonly string[] Methods =
        [ClientAuthenticationMethods.SelfSignedTlsClientAuth, ClientAuthenticationMethods.PubKeyTlsClientAuth];

    public override IReadOnlyList<string> SeedFolders => ["jwk-set"];

    public override IReadOnlyList<string> Tokens => JwkTokens.KeySet;

    public override void Execute(byte[] input)
    {
        foreach (string method in Methods)
        {
            ClientMigration migration = OpenIddictMigration.Migrate("client", input, method);
            Claim(migration.Metadata is null || migration.Metadata.Jwks is { Keys.Count: > 0 }, "a client that is carried over has a key");
            Claim(migration is { Metadata: not null } or { Remarks.Count: > 0 }, "no client is left behind in silence");
        }
    }
}
