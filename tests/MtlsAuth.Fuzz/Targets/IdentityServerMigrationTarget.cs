using System.Text;
using MtlsAuth.Certificates;
using MtlsAuth.Tool.Migration;

namespace MtlsAuth.Fuzz.Targets;

/// <summary>Secrets of an IdentityServer client: a line for the type, a line for the value, and so on.</summary>
internal sealed class IdentityServerMigrationTarget() : FuzzTarget("migration-identityserver", InputShape.Text)
{
    public override IReadOnlyList<string> Tokens => ["X509Name\n", "X509Thumbprint\n", "SharedSecret\n", "CN=", "\\", "\"", ", ", "+", ":"];

    public override void Execute(byte[] input)
    {
        string[] lines = Encoding.UTF8.GetString(input).Split('\n');
        IEnumerable<IdentityServerSecret> secrets = lines.Chunk(2)
            .Where(pair => pair.Length == 2)
            .Select(pair => new IdentityServerSecret(pair[0], pair[1]));
        ClientMigration migration = IdentityServerMigration.Migrate("client", secrets, [], DateTimeOffset.UnixEpoch);
        Claim(migration is { Metadata: not null } or { Remarks.Count: > 0 } || lines.Length < 2, "no client is left behind in silence");
        Claim(
            migration.Metadata?.TlsClientAuthSubjectDn is not { } subject || DistinguishedName.TryParse(subject, out _, out _),
            "a subject that is carried over can be read");
    }
}
