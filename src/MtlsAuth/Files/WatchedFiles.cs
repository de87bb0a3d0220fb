namespace MtlsAuth.Files;

/// <summary>A file, or the files of a folder, and whether they have changed since they were last looked at.</summary>
/// <remarks>
/// Changes are found by names, lengths and times, now and then, by whoever uses what was read. There is no thread and no file system
/// watcher, which containers and network file systems would leave deaf. Thread-safe.
/// </remarks>
internal sealed class WatchedFiles
{
    private readonly string _path;
    private readonly string _pattern;
    private readonly TimeSpan _interval;
    private readonly TimeProvider _clock;
    private readonly object _checking = new();

    // What the files looked like when they were last read; null if they are to be read whatever they look like.
    private string? _state;

    private long _checkedAt;

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

    // Changes exactly if a name, length or time does. A path that is not there is listed as a file, so that reading it says so.
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

            return string.Join('\n', files.Select(Describe));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Removed between listing and asking, or not ours to read: unlike any other state, and reading will say why.
            return exception.Message;
        }
    }

    private static string Describe(string file)
    {
        // A link's own length and time stay when it comes to lead elsewhere, as those do through which containers get their files.
        FileInfo link = new(file);
        FileInfo info = link.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? link;
        return FormattableString.Invariant($"{file}|{info.FullName}|{info.Length}|{info.LastWriteTimeUtc.Ticks}");
    }
}
