using System.Security.Cryptography;

namespace MtlsAuth.Files;

/// <summary>A file, or the files of a folder, and whether they have changed since they were last looked at.</summary>
/// <remarks>
/// <para>
/// Changes are found now and then, by whoever uses what was read. There is no thread and no file system watcher, which containers and
/// network file systems would leave deaf.
/// </para>
/// <para>
/// What decides is the contents, as a hash: copies that keep the time, images with one date for all and two writes in one tick of the
/// clock leave name, length and time as they were. Where files are too large to be read at each look, they are read once a minute as
/// long as their names, lengths and times stay the same.
/// </para>
/// <para>Thread-safe.</para>
/// </remarks>
internal sealed class WatchedFiles
{
    // So much is read at each look, all files together: milliseconds. A file costs a block at least, since opening it is not for free.
    private const long LengthToLookAt = 4 * 1024 * 1024;
    private const long BlockLength = 4096;

    private static readonly TimeSpan LargeFileInterval = TimeSpan.FromMinutes(1);

    private readonly string _path;
    private readonly string _pattern;
    private readonly TimeSpan _interval;
    private readonly TimeProvider _clock;
    private readonly object _checking = new();

    // What the files looked like when they were last read; null if they are to be read whatever they look like.
    private string? _state;

    // The hashes of the last look, by what else describes the file.
    private Dictionary<string, string> _hashes = [];

    private long _checkedAt;
    private long _readWholeAt;

    /// <param name="path">The file or folder.</param>
    /// <param name="pattern">Which files of a folder count.</param>
    /// <param name="interval">How often to look at most.</param>
    /// <param name="clock">The clock that paces the checks.</param>
    public WatchedFiles(string path, string pattern, TimeSpan interval, TimeProvider clock)
    {
        _path = path;
        _pattern = pattern;
        _interval = interval;
        _clock = clock;
        _checkedAt = clock.GetTimestamp();
        _readWholeAt = _checkedAt;
    }

    /// <summary>Runs an action with the files of now.</summary>
    public T Read<T>(Func<IReadOnlyList<string>, T> read)
    {
        lock (_checking)
        {
            _state = Describe(out IReadOnlyList<string> files);
            return read(files);
        }
    }

    /// <summary>Lets the next look read the files even if they have not changed: for who could not open one of them.</summary>
    public void ReadAgain()
    {
        lock (_checking)
        {
            _state = null;
        }
    }

    /// <summary>Runs an action with the files if it is time to look and they have changed.</summary>
    public void ReadIfChanged(Action<IReadOnlyList<string>> read)
    {
        // One caller pays for the check; the others go on with what they have.
        if (_clock.GetElapsedTime(Volatile.Read(ref _checkedAt)) < _interval || !Monitor.TryEnter(_checking))
        {
            return;
        }

        try
        {
            Volatile.Write(ref _checkedAt, _clock.GetTimestamp());
            string state = Describe(out IReadOnlyList<string> files);
            if (state != _state)
            {
                _state = state;
                read(files);
            }
        }
        finally
        {
            Monitor.Exit(_checking);
        }
    }

    // Changes if the files do. A path that is not there is listed as a file, so that reading it says so.
    private string Describe(out IReadOnlyList<string> files)
    {
        files = [_path];
        try
        {
            if (Directory.Exists(_path))
            {
                string[] found = Directory.GetFiles(_path, _pattern);
                Array.Sort(found, StringComparer.Ordinal);
                files = found;
            }

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
        bool isLargeFilesTurn = _clock.GetElapsedTime(_readWholeAt) >= LargeFileInterval;
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
        _readWholeAt = isLargeFilesTurn ? _clock.GetTimestamp() : _readWholeAt;
        return descriptions;
    }

    private static string Hash(string file)
    {
        using FileStream contents = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return Convert.ToHexString(SHA256.HashData(contents));
    }
}
