using System.Collections.Frozen;
using MtlsAuth.Certificates;
using MtlsAuth.Clients;
using MtlsAuth.Files;

namespace MtlsAuth.Trust;

/// <summary>Reads authorities from files in PEM, DER or PKCS #7, and follows their changes.</summary>
/// <remarks>
/// A folder is all its files. A change takes effect as a whole or not at all. A file that could not be opened is tried again each time
/// files are looked at, and reported again when the reason is another. Thread-safe.
/// </remarks>
public sealed class FileTrustAnchorSource : ITrustAnchorSource
{
    private readonly WatchedAnchors? _global;
    private readonly FrozenDictionary<string, WatchedAnchors> _clients;

    /// <summary>Reads the files.</summary>
    /// <exception cref="ArgumentException">A file cannot be read, or holds something else; the message names it.</exception>
    public FileTrustAnchorSource(FileTrustAnchorSourceOptions options, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        TimeProvider clock = timeProvider ?? TimeProvider.System;
        _global = options.Path is { } path ? new WatchedAnchors(path, options, clock) : null;
        _clients = options.ClientPaths.ToFrozenDictionary(
            pair => pair.Key, pair => new WatchedAnchors(pair.Value, options, clock), StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public TrustAnchors GetTrustAnchors(ClientMetadata client)
    {
        ArgumentNullException.ThrowIfNull(client);
        return (_clients.GetValueOrDefault(client.ClientId) ?? _global)?.Current ?? TrustAnchors.None;
    }

    private sealed class WatchedAnchors
    {
        private readonly string _path;
        private readonly WatchedFiles _files;
        private readonly Action<IReadOnlyList<string>> _reload;
        private volatile TrustAnchors _anchors = TrustAnchors.None;
        private string? _couldNotOpen;

        public WatchedAnchors(string path, FileTrustAnchorSourceOptions options, TimeProvider clock)
        {
            _path = path;
            _files = new WatchedFiles(path, "*", options.ReloadInterval, clock);
            if (_files.Read(Load) is { } failure)
            {
                throw new ArgumentException(failure, nameof(options));
            }

            Action<string>? onReloadFailed = options.OnReloadFailed;
            _reload = files =>
            {
                string? before = _couldNotOpen;
                if (Load(files) is { } reloadFailure && (_couldNotOpen is null || _couldNotOpen != before))
                {
                    onReloadFailed?.Invoke(reloadFailure);
                }
            };
        }

        public TrustAnchors Current
        {
            get
            {
                _files.ReadIfChanged(_reload);
                return _anchors;
            }
        }

        // Null, or what is wrong.
        private string? Load(IReadOnlyList<string> files)
        {
            _couldNotOpen = null;
            List<TrustAnchors> sets = [];
            foreach (string file in files)
            {
                byte[] contents;
                try
                {
                    contents = File.ReadAllBytes(file);
                }
                catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
                {
                    // This may pass without any change to the file.
                    _files.ReadAgain();
                    return _couldNotOpen = $"{file}: {exception.Message}";
                }

                if (!TrustAnchors.TryParse(contents, out TrustAnchors? set, out CertificateFormatError error))
                {
                    return $"{file}: not the certificates of certification authorities ({error}).";
                }

                sets.Add(set);
            }

            TrustAnchors merged = TrustAnchors.Merge(sets);
            if (merged.RootCount == 0)
            {
                return $"{_path}: there is no root among the certificates.";
            }

            _anchors = merged;
            return null;
        }
    }
}
