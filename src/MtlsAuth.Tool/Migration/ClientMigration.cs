using MtlsAuth.Registration;

namespace MtlsAuth.Tool.Migration;

/// <summary>A client of another server as this library's client metadata, and what of it could not be carried over.</summary>
/// <param name="ClientId">The client's id; where it has none, its place in the file, such as <c>$.clients[3]</c>.</param>
/// <param name="Metadata">
/// The client as it can authenticate here; null if nothing could be carried over. Check it with
/// <see cref="ClientRegistrationValidator"/> as any other.
/// </param>
/// <param name="Remarks">What was left behind or needs a decision, in the order of the input; empty if all was carried over.</param>
internal sealed record ClientMigration(string ClientId, ClientMetadata? Metadata, IReadOnlyList<MigrationRemark> Remarks)
{
    /// <summary>A client of which nothing is carried over, and why.</summary>
    public static ClientMigration Without(string clientId, MigrationRemarkKind kind, string text) =>
        new(clientId, null, [new MigrationRemark(kind, -1, text)]);
}
