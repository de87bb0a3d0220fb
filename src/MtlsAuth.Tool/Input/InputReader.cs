using System.Globalization;
using MtlsAuth.Tool.Running;

namespace MtlsAuth.Tool.Input;

/// <summary>Reads files and the standard input, up to a size.</summary>
internal static class InputReader
{
    /// <summary>The largest input that no reader bounds further: 64 MiB.</summary>
    public const int MaximumLength = 64 * 1024 * 1024;

    /// <summary>What stands for the standard input.</summary>
    public const string StandardInput = "-";

    /// <summary>Reads all of a file, or of the standard input for <c>-</c>.</summary>
    /// <exception cref="UnreadableException">There is no such file, it cannot be read, or it is larger.</exception>
    public static Task<byte[]> ReadAsync(
        ToolEnvironment environment, string path, int maximumLength, CancellationToken cancellationToken) =>
        ReadAsync(environment, path, maximumLength, isReadAgain: false, cancellationToken);

    /// <summary>Reads all of a file of clients, which the library's own reader then opens by its name.</summary>
    /// <exception cref="UsageException">It is the standard input.</exception>
    /// <exception cref="UnreadableException">As for any other file; or it is a pipe, which is empty the second time.</exception>
    public static Task<byte[]> ReadClientFileAsync(ToolEnvironment environment, string path, CancellationToken cancellationToken) =>
        path == StandardInput
            ? throw new UsageException("clients are read from a file, as the store reads them: name one")
            : ReadAsync(environment, path, MaximumLength, isReadAgain: true, cancellationToken);

    private static async Task<byte[]> ReadAsync(
        ToolEnvironment environment, string path, int maximumLength, bool isReadAgain, CancellationToken cancellationToken)
    {
        if (path == StandardInput)
        {
            return await ReadAsync(environment.Input, "standard input", maximumLength, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, useAsync: true);
            await using (file.ConfigureAwait(false))
            {
                return isReadAgain && !file.CanSeek
                    ? throw new UnreadableException($"{path}: this is a pipe, and clients are read from a file: write them into one")
                    : await ReadAsync(file, path, maximumLength, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UnreadableException($"{path}: there is no such file");
        }
        catch (UnauthorizedAccessException)
        {
            throw new UnreadableException(Directory.Exists(path) ? $"{path}: this is a folder" : $"{path}: access is denied");
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or NotSupportedException)
        {
            throw new UnreadableException($"{path}: cannot be read ({exception.GetType().Name})");
        }
    }

    /// <summary>Reads all of a stream.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="name">What it is called in complaints.</param>
    /// <param name="maximumLength">How many octets it may have.</param>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <exception cref="UnreadableException">It has more.</exception>
    public static async Task<byte[]> ReadAsync(Stream stream, string name, int maximumLength, CancellationToken cancellationToken)
    {
        using MemoryStream contents = new();
        byte[] buffer = new byte[81_920];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (contents.Length + read > maximumLength)
            {
                throw new UnreadableException(
                    string.Create(CultureInfo.InvariantCulture, $"{name}: larger than the {maximumLength} octets that are read of it"));
            }

            contents.Write(buffer, 0, read);
        }

        return contents.ToArray();
    }
}
