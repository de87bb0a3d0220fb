using System.Text;

namespace MtlsAuth;

/// <summary>Where and why a file with client metadata was not read.</summary>
/// <param name="File">The file or folder.</param>
/// <param name="ClientId">The client at fault, if its id could be read.</param>
/// <param name="Path">The member at fault as a JSON path from the file's root, such as <c>$[2].jwks</c>; null if it is not known.</param>
/// <param name="Description">What is wrong, in one sentence.</param>
/// <param name="LineNumber">The line, from 1, if it is known.</param>
public sealed record ClientMetadataFileError(string File, string? ClientId, string? Path, string Description, long? LineNumber)
{
    /// <summary>All of it on one line, for logs and start-up errors.</summary>
    public override string ToString()
    {
        StringBuilder text = new(File);
        if (LineNumber is { } line)
        {
            text.Append(", line ").Append(line);
        }

        if (ClientId is not null)
        {
            text.Append(", client ").Append(ClientId);
        }

        if (Path is not null)
        {
            text.Append(", ").Append(Path);
        }

        return text.Append(": ").Append(Description).ToString();
    }
}
