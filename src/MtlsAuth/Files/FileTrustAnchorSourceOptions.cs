namespace MtlsAuth;

/// <summary>Settings of a <see cref="FileTrustAnchorSource"/>.</summary>
public sealed class FileTrustAnchorSourceOptions
{
    /// <summary>
    /// The file or folder with the authorities of all clients that have none of their own; null if there are none. Each certificate in it
    /// is trusted by itself, self-issued or not.
    /// </summary>
    public string? Path { get; init; }

    /// <summary>Files or folders of single clients, by <c>client_id</c>. They replace <see cref="Path"/> for that client.</summary>
    public IDictionary<string, string> ClientPaths { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// The file or folder with intermediates, which help to build chains but are not trusted by themselves; null if there are none.
    /// </summary>
    public string? IntermediatesPath { get; init; }

    /// <summary>How often to look whether a file has changed: at most every ten seconds by default.</summary>
    public TimeSpan ReloadInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Is told, in one sentence, of each changed file that could not be read. What was read before stays in force.</summary>
    public Action<string>? OnReloadFailed { get; init; }

    /// <summary>
    /// Is told of each changed file or folder that is now in force: its path, and how many certificates of authorities it holds.
    /// </summary>
    public Action<string, int>? OnReloaded { get; init; }

    /// <summary>
    /// Is told, in one sentence with file, position, subject and reason, of each certificate that is not usable and was left out, when
    /// files are read and when they are read again.
    /// </summary>
    public Action<string>? OnCertificateLeftOut { get; init; }
}
