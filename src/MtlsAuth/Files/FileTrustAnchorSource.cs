using System.Collections.Frozen;
using System.Security.Cryptography.X509Certificates;
using MtlsAuth.Files;

namespace MtlsAuth;

/// <summary>Reads authorities from files in PEM, DER or PKCS #7, and follows their changes.</summary>
/// <remarks>
/// A folder is all its files. A change takes effect as a whole or not at all; a certificate that is not usable is left out and reported,
/// as long as one in its file or folder is. A file that could not be opened is tried again each time files are looked at, and reported
/// again when the reason is another. Thread-safe.
/// </remarks>
public sealed class FileTrustAnchorSource : ITrustAnchorSource
{
    private readonly ReloadedFiles<IReadOnlyList<X509Certificate2>, string>? _intermediates;
    private readonly FollowedAnchors? _global;
    private readonly FrozenDictionary<string, FollowedAnchors> _clients;

    /// <summary>Reads the files.</summary>
    /// <exception cref="ArgumentException">A file cannot be read, or holds something else; the message names it.</exception>
    public FileTrustAnchorSource(FileTrustAnchorSourceOptions options, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        TimeProvider clock = timeProvider ?? TimeProvider.System;
        _intermediates = options.IntermediatesPath is { } intermediates ? Read(intermediates) : null;
        _global = options.Path is { } path ? new FollowedAnchors(Read(path)) : null;
        _clients = options.ClientPaths.ToFrozenDictionary(
            pair => pair.Key, pair => new FollowedAnchors(Read(pair.Value)), StringComparer.Ordinal);

        ReloadedFiles<IReadOnlyList<X509Certificate2>, string> Read(string path)
        {
            Action<string, int>? onReloaded = options.OnReloaded;
            return new(
                new FileStates(path, "*", clock),
                options.ReloadInterval,
                clock,
                new AuthorityFileReader(path, options.OnCertificateLeftOut).Read,
                static failure => new ArgumentException(failure, nameof(options)),
                certificates => onReloaded?.Invoke(path, certificates.Count),
                options.OnReloadFailed);
        }
    }

    /// <summary>When the first of the authorities that count now expires, or did, those of single clients among them.</summary>
    /// <remarks>Null if there is none.</remarks>
    public DateTimeOffset? FirstExpiry => _clients.Values.Append(_global).Min(static files => files?.Combine(null).FirstExpiry);

    /// <inheritdoc/>
    public ValueTask<TrustAnchors> GetTrustAnchorsAsync(RegisteredClient client, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        _intermediates?.Follow();
        return ValueTask.FromResult(
            (_clients.GetValueOrDefault(client.ClientId) ?? _global)?.Combine(_intermediates?.Current) ?? TrustAnchors.None);
    }

    private sealed class FollowedAnchors(ReloadedFiles<IReadOnlyList<X509Certificate2>, string> files)
    {
        private Combination? _last;

        // The same object as long as nothing has changed, which lets chains be remembered.
        public TrustAnchors Combine(IReadOnlyList<X509Certificate2>? intermediates)
        {
            files.Follow();
            IReadOnlyList<X509Certificate2> anchors = files.Current;
            Combination? last = Volatile.Read(ref _last);
            if (last is null || last.From != anchors || last.Intermediates != intermediates)
            {
                last = new Combination(anchors, intermediates, new TrustAnchors(anchors, intermediates));
                Volatile.Write(ref _last, last);
            }

            return last.Anchors;
        }
    }

    private sealed record Combination(
        IReadOnlyList<X509Certificate2> From, IReadOnlyList<X509Certificate2>? Intermediates, TrustAnchors Anchors);
}
