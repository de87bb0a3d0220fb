namespace MtlsAuth.Tool.Expiry;

/// <summary>A row of the table with clients.</summary>
/// <param name="ClientId">The client's id.</param>
/// <param name="Metadata">Its metadata in JSON.</param>
internal readonly record struct DatabaseRow(string ClientId, string Metadata);
