using System.Security.Cryptography.X509Certificates;
using MtlsAuth.Certificates;
using MtlsAuth.Trust;

namespace MtlsAuth.Files;

/// <summary>The certificates of authorities in a file or folder, as long as they are readable those of now. Thread-safe.</summary>
internal sealed class AuthorityFiles
{
    private readonly string _path;
    private readonly WatchedFiles _files;
    private readonly Action<IReadOnlyList<string>> _reload;
    private readonly Action<string>? _onCertificateLeftOut;
    private volatile X509Certificate2[] _certificates = [];
    private string? _couldNotOpen;

    /// <exception cref="ArgumentException">A file cannot be read, or holds something else; the message names it.</exception>
    public AuthorityFiles(string path, FileTrustAnchorSourceOptions options, TimeProvider clock)
    {
        _path = path;
        _files = new WatchedFiles(path, "*", options.ReloadInterval, clock);
        _onCertificateLeftOut = options.OnCertificateLeftOut;
        if (_files.Read(Load) is { } failure)
        {
            throw new ArgumentException(failure, nameof(options));
        }

        Action<string>? onReloadFailed = options.OnReloadFailed;
        Action<string, int>? onReloaded = options.OnReloaded;
        _reload = files =>
        {
            string? before = _couldNotOpen;
            if (Load(files) is not { } reloadFailure)
            {
                onReloaded?.Invoke(_path, _certificates.Length);
            }
            else if (_couldNotOpen is null || _couldNotOpen != before)
            {
                onReloadFailed?.Invoke(reloadFailure);
            }
        };
    }

    /// <summary>The certificates: the same object as long as they are the same.</summary>
    public IReadOnlyList<X509Certificate2> Current
    {
        get
        {
            _files.ReadIfChanged(_reload);
            return _certificates;
        }
    }

    // Null, or what is wrong.
    private string? Load(IReadOnlyList<string> files)
    {
        _couldNotOpen = null;
        List<X509Certificate2> read = [];
        List<string> leftOut = [];
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

            AuthorityBundle bundle = AuthorityBundle.Read(contents, out CertificateFormatError error);
            if (error != CertificateFormatError.None && bundle.LeftOut.Count == 0)
            {
                return $"{file}: not the certificates of certification authorities ({error}).";
            }

            read.AddRange(bundle.Certificates);
            leftOut.AddRange(bundle.LeftOut.Select(certificate => $"{file}: {certificate}."));
        }

        if (read.Count == 0)
        {
            return leftOut.Count == 0
                ? $"{_path}: there are no certificates."
                : $"{_path}: not the certificates of certification authorities; {string.Join(' ', leftOut.Take(3))}";
        }

        leftOut.ForEach(report => _onCertificateLeftOut?.Invoke(report));
        _certificates = [.. read];
        return null;
    }
}
