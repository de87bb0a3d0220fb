namespace MtlsAuth;

/// <summary>A client as it was read from a file, before it takes effect.</summary>
public sealed class LoadedClient
{
    internal LoadedClient(string file, string path, ClientMetadata metadata)
    {
        File = file;
        Path = path;
        Metadata = metadata;
    }

    /// <summary>The file.</summary>
    public string File { get; }

    /// <summary>Its place there as a JSON path, such as <c>$[2]</c>.</summary>
    public string Path { get; }

    /// <summary>The client.</summary>
    public ClientMetadata Metadata { get; }
}
