namespace MtlsAuth.Tool.Expiry;

/// <summary>What was read of a file or database.</summary>
/// <param name="Clients">The clients.</param>
/// <param name="Unreadable">How many others could not be read.</param>
internal sealed record ExpirySource(IReadOnlyList<ClientMetadata> Clients, int Unreadable);
