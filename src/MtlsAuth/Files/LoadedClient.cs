namespace MtlsAuth;

/// <summary>A client as it was read from a file, before it takes effect.</summary>
/// <param name="File">The file.</param>
/// <param name="Path">Its place there as a JSON path, such as <c>$[2]</c>.</param>
/// <param name="Metadata">The client.</param>
public sealed record LoadedClient(string File, string Path, ClientMetadata Metadata);
