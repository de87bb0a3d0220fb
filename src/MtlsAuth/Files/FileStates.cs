using System.Security.Cryptography;

namespace MtlsAuth.Files;

/// <summary>What a file, or the files of a folder, look like: a text that changes if they do.</summary>
/// <remarks>
/// <para>
/// What decides is the contents, as a hash: copies that keep the time, images with one date for all and two writes in one tick of the
/// clock leave name, length and time as they were. Where files are too large to be read at each look, they are read once a minute as
/// long as their names, lengths and times stay the same.
/// </para>
/// <para>Not thread-safe.</para>
/// </remarks>
/// <param name="path">The file or folder.</param>
/// <param name="pattern">Which files of a folder count.</param>
/// <param name="clock">The clock that says when large files are read again.</param>
internal sealed class FileStates(string path, string pattern, TimeProvider clock)
{
    // So much is read at each look, all files together: milliseconds. A file costs a block at least, since opening it is not for free.
    private const long LengthToLookAt = 4 * 1024 * 1024;
    private const long BlockLength = 4096;

    private static readonly TimeSpan LargeFileInterval = TimeSpan.FromMinutes(1);

    // The hashes of the last look, by what else describes the file.
    private Dictionary<string, string> _hashes = [];

    private long _readWholeAt = clock.GetTimestamp();

    /// <summary>The files of a folder in ordinal order, or the file.</summary>
    public static IReadOnlyList<string> List(string path, string pattern)
    {
        if (!Directory.Exists(path))
        {
            return [path];
        }

        string[] found = Directory.GetFiles(path, pattern);
        Array.Sort(found, StringComparer.Ordinal);
        return found;
    }

    /// <summary>Looks at the files of now.</summary>
    /// <param name="files">The files. A path that is not there is listed as a file, so that reading it says so.</param>
    public string Describe(out IReadOnlyList<string> files)
    {
        files = [path];
        try
        {
            files = List(path, pattern);
            return string.Join('\n', DescribeEach(files));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Removed between listing and asking, or not ours to read: unlike any other state, and reading will say why.
            return exception.Message;
        }
    }

    private List<string> DescribeEach(IReadOnlyList<string> files)
    {
        bool isLargeFilesTurn = clock.GetElapsedTime(_readWholeAt) >= LargeFileInterval;
        long left = LengthToLookAt;
        Dictionary<string, string> hashes = [];
        List<string> descriptions = [];
        foreach (string file in files)
        {
            // A link's own length and time stay when it comes to lead elsewhere, as those do through which containers get their files.
            FileInfo link = new(file);
            FileInfo info = link.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? link;
            string identity = FormattableString.Invariant($"{file}|{info.FullName}|{info.Length}|{info.LastWriteTimeUtc.Ticks}");

            long cost = Math.Max(info.Length, BlockLength);
            bool isSmall = cost <= left;
            left -= isSmall ? cost : 0;
            string hash = !isSmall && !isLargeFilesTurn && _hashes.TryGetValue(identity, out string? known) ? known : Hash(info.FullName);
            hashes[identity] = hash;
            descriptions.Add(identity + "|" + hash);
        }

        _hashes = hashes;
        _readWholeAt = isLargeFilesTurn ? clock.GetTimestamp() : _readWholeAt;
        return descriptions;
    }

    private static string Hash(string file)
    {
        using FileStream contents = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return Convert.ToHexString(SHA256.HashData(contents));
    }
}
