namespace MtlsAuth;

/// <summary>Where and why client metadata was not read, or is refused.</summary>
public sealed class ClientMetadataError
{
    /// <summary>Says where and why.</summary>
    public ClientMetadataError(string path, string description)
    {
        Path = path;
        Description = description;
    }

    /// <summary>
    /// The member at fault as a JSON path from the text's root, such as <c>$.jwks</c> or <c>$[2].jwks</c>; <c>$</c> for the whole text.
    /// </summary>
    public string Path { get; }

    /// <summary>What is wrong, in one sentence, for people. It quotes no values.</summary>
    public string Description { get; }

    /// <summary>The line in the text, from 1, if it is known.</summary>
    public long? LineNumber { get; internal init; }

    /// <summary>The client at fault, if it is one of several and its id could be read.</summary>
    public string? ClientId { get; init; }

    /// <summary>The file or folder, if the text comes from one.</summary>
    public string? File { get; init; }

    /// <summary>All of it on one line, for logs and start-up errors.</summary>
    public override string ToString()
    {
        string?[] place =
        [
            File,
            LineNumber is { } line ? $"line {line}" : null,
            ClientId is null ? null : $"client {ClientId}",
            Path == "$" ? null : Path,
        ];
        string where = string.Join(", ", place.Where(static part => part is not null));
        return where.Length == 0 ? Description : $"{where}: {Description}";
    }
}
