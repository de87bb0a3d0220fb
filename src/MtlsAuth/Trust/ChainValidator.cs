using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAuth.Certificates;

namespace MtlsAuth.Trust;

/// <summary>
/// Builds the chain from a client's certificate to a trusted authority, with the platform (RFC 8705 §7.5 advises against own code).
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class ChainValidator
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private static readonly TimeSpan MaximumRevocationTimeout = TimeSpan.FromMinutes(1);

    // A revoked certificate stays trusted as long as its chain is remembered.
    private static readonly TimeSpan MaximumCacheDuration = TimeSpan.FromDays(1);

    private readonly ChainValidatorOptions _options;
    private readonly IRevocationChecker? _revocationChecker;
    private readonly TimeProvider _clock;
    private readonly ChainCache _cache;

    public ChainValidator(ChainValidatorOptions options, IRevocationChecker? revocationChecker, TimeProvider clock)
    {
        if (!Enum.IsDefined(options.RevocationMode)
            || options.RevocationTimeout <= TimeSpan.Zero
            || options.RevocationTimeout > MaximumRevocationTimeout
            || options.CacheDuration < TimeSpan.Zero
            || options.CacheDuration > MaximumCacheDuration
            || options.CacheCapacity < 1)
        {
            throw new ArgumentException("A setting of the chain validation is out of range.", nameof(options));
        }

        _options = options with { };
        _revocationChecker = revocationChecker;
        _clock = clock;
        _cache = new ChainCache(options.CacheDuration, options.CacheCapacity, clock);
    }

    public ValueTask<ChainValidation> ValidateAsync(
        ClientCertificate certificate,
        IReadOnlyList<ClientCertificate> intermediates,
        TrustAnchors anchors,
        CancellationToken cancellationToken)
    {
        if (_cache.Find(certificate, anchors) is { } remembered)
        {
            return ValueTask.FromResult(remembered);
        }

        // What the client's own certificate shows needs no chain, which whoever sends it would make us build.
        ChainValidation? refusal = anchors.RootCount == 0 ? ChainValidation.Failed(ChainFailure.NotTrusted, "there is no trusted authority")
            : certificate.UnknownCriticalExtensions is { Count: > 0 } unknown
                ? ChainValidation.Failed(ChainFailure.UnknownCriticalExtension, string.Join(", ", unknown))
            : null;
        return refusal is null
            ? BuildAsync(certificate, intermediates, anchors, cancellationToken)
            : ValueTask.FromResult(refusal);
    }

    private async ValueTask<ChainValidation> BuildAsync(
        ClientCertificate certificate,
        IReadOnlyList<ClientCertificate> intermediates,
        TrustAnchors anchors,
        CancellationToken cancellationToken)
    {
        List<ReadOnlyMemory<byte>> chain = [];

        // The platform waits for the network where it has to; a request's thread should not.
        ChainValidation validation = _options.RevocationMode == X509RevocationMode.Online
            ? await Task.Run(() => Build(certificate, intermediates, anchors, chain), cancellationToken).ConfigureAwait(false)
            : Build(certificate, intermediates, anchors, chain);

        if (validation.Failure == ChainFailure.None && _revocationChecker is not null)
        {
            validation = await AskAsync(_revocationChecker, certificate, chain, validation, cancellationToken).ConfigureAwait(false);
        }

        if (validation.Failure == ChainFailure.None)
        {
            _cache.Add(certificate, anchors, validation);
        }

        return validation;
    }

    // The application's code, which may fail in any way: whatever it does, the chain is not trusted unless it says so.
    private async ValueTask<ChainValidation> AskAsync(
        IRevocationChecker checker,
        ClientCertificate certificate,
        IReadOnlyList<ReadOnlyMemory<byte>> chain,
        ChainValidation trusted,
        CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            RevocationStatus status = await checker.CheckAsync(certificate, chain, limit.Token).AsTask()
                .WaitAsync(_options.RevocationTimeout, _clock, cancellationToken).ConfigureAwait(false);
            return status switch
            {
                RevocationStatus.Good => trusted,
                RevocationStatus.Revoked => ChainValidation.Failed(ChainFailure.Revoked),
                _ => ChainValidation.Failed(ChainFailure.RevocationUnknown),
            };
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return ChainValidation.Failed(ChainFailure.RevocationUnknown, $"{exception.GetType().Name}: {exception.Message}");
        }
        finally
        {
            await limit.CancelAsync().ConfigureAwait(false);
        }
    }

    private ChainValidation Build(
        ClientCertificate certificate,
        IReadOnlyList<ClientCertificate> intermediates,
        TrustAnchors anchors,
        List<ReadOnlyMemory<byte>> found)
    {
        List<X509Certificate2> loaded = [];
        using X509Chain chain = new() { ChainPolicy = CreatePolicy(anchors) };
        try
        {
            foreach (ClientCertificate intermediate in intermediates)
            {
                loaded.Add(PlatformCertificate.Load(intermediate.RawData.Span));
                chain.ChainPolicy.ExtraStore.Add(loaded[^1]);
            }

            loaded.Add(PlatformCertificate.Load(certificate.RawData.Span));
            bool isTrusted = chain.Build(loaded[^1]);
            return isTrusted ? Examine(certificate, chain, found) : Explain(chain);
        }
        catch (CryptographicException exception)
        {
            // Read by us, but not by the platform.
            return ChainValidation.Failed(ChainFailure.NotTrusted, exception.Message);
        }
        finally
        {
            loaded.ForEach(item => item.Dispose());
            foreach (X509ChainElement element in chain.ChainElements)
            {
                element.Certificate.Dispose();
            }
        }
    }

    private X509ChainPolicy CreatePolicy(TrustAnchors anchors)
    {
        X509ChainPolicy policy = new()
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = _options.RevocationMode,
            RevocationFlag = X509RevocationFlag.ExcludeRoot,
            UrlRetrievalTimeout = _options.RevocationTimeout,

            // Issuers are those that the server knows or the client sent; addresses in a stranger's certificate are not called.
            DisableCertificateDownloads = true,
            VerificationTimeIgnored = false,
            VerificationTime = _clock.GetUtcNow().UtcDateTime,
        };
        policy.ApplicationPolicy.Add(new Oid(ClientAuthentication, null));
        policy.CustomTrustStore.AddRange(anchors.Roots);
        policy.ExtraStore.AddRange(anchors.Intermediates);
        return policy;
    }

    // RFC 8705 §7.5 lists what validators forget. Most of it the platform does; these it does not, or not everywhere.
    private static ChainValidation Examine(ClientCertificate certificate, X509Chain chain, List<ReadOnlyMemory<byte>> found)
    {
        DateTimeOffset trustedUntil = certificate.NotAfter;
        X509ChainElementCollection elements = chain.ChainElements;
        for (int i = 0; i < elements.Count; i++)
        {
            X509Certificate2 element = elements[i].Certificate;

            // The root is trusted for being configured, whatever its signature.
            if (i < elements.Count - 1 && !SignatureAlgorithms.IsStrong(element.RawDataMemory.Span))
            {
                return ChainValidation.Failed(
                    ChainFailure.WeakSignature, $"signed with {element.SignatureAlgorithm.Value}, or by an RSA key below 2,048 bits");
            }

            found.Add(element.RawDataMemory);
            trustedUntil = element.NotAfter.ToUniversalTime() < trustedUntil ? element.NotAfter.ToUniversalTime() : trustedUntil;
        }

        return new ChainValidation(ChainFailure.None, null, elements[^1].Certificate.SubjectName.RawData, trustedUntil);
    }

    private static ChainValidation Explain(X509Chain chain)
    {
        X509ChainStatusFlags flags = chain.ChainStatus.Aggregate(
            X509ChainStatusFlags.NoError, (all, status) => all | status.Status);
        const X509ChainStatusFlags RevocationUnknown =
            X509ChainStatusFlags.RevocationStatusUnknown | X509ChainStatusFlags.OfflineRevocation;

        // Only where nothing else is wrong is it the server's infrastructure that keeps it from knowing.
        ChainFailure failure = (flags & X509ChainStatusFlags.Revoked) != 0 ? ChainFailure.Revoked
            : (flags & RevocationUnknown) != 0 && (flags & ~RevocationUnknown) == 0 ? ChainFailure.RevocationUnknown
            : ChainFailure.NotTrusted;
        return ChainValidation.Failed(failure, flags.ToString());
    }
}
