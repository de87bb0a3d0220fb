using MtlsAuth.Registration;

namespace MtlsAuth.Migration;

/// <summary>A client of another server as this library's client metadata, and what of it could not be carried over.</summary>
/// <param name="Metadata">
/// The client as it can authenticate here; null if nothing could be carried over. Check it with
/// <see cref="ClientRegistrationValidator"/> as any other.
/// </param>
/// <param name="Remarks">What was left behind or needs a decision, in the order of the input; empty if all was carried over.</param>
internal sealed record ClientMigration(ClientMetadata? Metadata, IReadOnlyList<MigrationRemark> Remarks);
