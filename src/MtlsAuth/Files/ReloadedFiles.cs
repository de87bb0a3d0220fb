namespace MtlsAuth.Files;

/// <summary>What a file, or the files of a folder, hold now: the last value that could be read.</summary>
/// <remarks>
/// <para>
/// Changes are found now and then, by whoever uses the value. There is no thread and no file system watcher, which containers and network
/// file systems would leave deaf.
/// </para>
/// <para>
/// A change takes effect as a whole or not at all, and is reported once. A file that could not be opened is tried again at each look, and
/// reported again when the reason is another. Reports are made by whoever reads, by one at a time. Thread-safe.
/// </para>
/// </remarks>
internal sealed class ReloadedFiles<T, TError>
    where T : class
    where TError : class
{
    private readonly FileStates _files;
    private readonly TimeSpan _interval;
    private readonly TimeProvider _clock;
    private readonly Func<IReadOnlyList<string>, FileReading<T, TError>> _read;
    private readonly Action<T>? _onReloaded;
    private readonly Action<TError>? _onFailed;
    private readonly object _reading = new();

    private volatile T _current;
    private volatile TError? _error;

    // What the files looked like when they were last read; null if they are to be read whatever they look like.
    private string? _state;

    // Why a file could not be opened when they were last read; null if each could be.
    private string? _notOpened;

    private long _checkedAt;

    /// <summary>Reads the files.</summary>
    /// <param name="files">What the files look like.</param>
    /// <param name="interval">How often to look at most.</param>
    /// <param name="clock">The clock that paces the looks.</param>
    /// <param name="read">Reads the files that it is given.</param>
    /// <param name="refuse">Makes the exception if the files cannot be read now.</param>
    /// <param name="onReloaded">Is told of each later value.</param>
    /// <param name="onFailed">Is told of each change that could not be read.</param>
    public ReloadedFiles(
        FileStates files,
        TimeSpan interval,
        TimeProvider clock,
        Func<IReadOnlyList<string>, FileReading<T, TError>> read,
        Func<TError, Exception> refuse,
        Action<T>? onReloaded,
        Action<TError>? onFailed)
    {
        _files = files;
        _interval = interval;
        _clock = clock;
        _read = read;
        _onReloaded = onReloaded;
        _onFailed = onFailed;
        _checkedAt = clock.GetTimestamp();
        _state = files.Describe(out IReadOnlyList<string> found);
        FileReading<T, TError> first = read(found);
        _current = first.Value ?? throw refuse(first.Error!);
    }

    /// <summary>The last value that could be read: the same object as long as the files are the same. Does not look.</summary>
    public T Current => _current;

    /// <summary>Why the last change could not be read, or null if the files are in force as they are.</summary>
    public TError? Error => _error;

    /// <summary>Reads the files if it is time to look and they have changed.</summary>
    public void Follow()
    {
        // One caller pays for the look; the others go on with what they have.
        if (_clock.GetElapsedTime(Volatile.Read(ref _checkedAt)) < _interval || !Monitor.TryEnter(_reading))
        {
            return;
        }

        try
        {
            ReadIfChanged();
        }
        finally
        {
            Monitor.Exit(_reading);
        }
    }

    /// <summary>Reads the files if they have changed, whether or not it is time to look.</summary>
    public void Look()
    {
        lock (_reading)
        {
            ReadIfChanged();
        }
    }

    /// <summary>Reads the files now, whether or not they seem to have changed.</summary>
    /// <returns>Whether they are in force.</returns>
    public bool Reload()
    {
        lock (_reading)
        {
            return Read(_files.Describe(out IReadOnlyList<string> found), found);
        }
    }

    private void ReadIfChanged()
    {
        Volatile.Write(ref _checkedAt, _clock.GetTimestamp());
        string state = _files.Describe(out IReadOnlyList<string> found);
        if (state != _state)
        {
            Read(state, found);
        }
    }

    private bool Read(string state, IReadOnlyList<string> found)
    {
        // Reading runs the application's code. If that throws, the change is tried again at the next look, and not lost.
        _state = null;
        FileReading<T, TError> reading = _read(found);
        string? before = _notOpened;
        _notOpened = reading.CouldNotOpen ? reading.Error!.ToString() : null;
        _state = reading.CouldNotOpen ? null : state;
        _error = reading.Error;
        if (reading.Value is { } value)
        {
            _current = value;
            _onReloaded?.Invoke(value);
            return true;
        }

        if (_notOpened is null || _notOpened != before)
        {
            _onFailed?.Invoke(reading.Error!);
        }

        return false;
    }
}
