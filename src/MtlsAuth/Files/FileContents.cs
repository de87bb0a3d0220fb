using System.Diagnostics.CodeAnalysis;

namespace MtlsAuth.Files;

/// <summary>Reads what a file holds.</summary>
internal static class FileContents
{
    /// <param name="file">The file.</param>
    /// <param name="contents">All of it, or null.</param>
    /// <param name="failure">Why it could not be opened, as the platform says it; or null.</param>
    public static bool TryRead(string file, [NotNullWhen(true)] out byte[]? contents, [NotNullWhen(false)] out string? failure)
    {
        try
        {
            contents = File.ReadAllBytes(file);
            failure = null;
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            contents = null;
            failure = exception.Message;
            return false;
        }
    }
}
