using System.Collections.Frozen;
using System.Security.Cryptography;
using MtlsAuth.Certificates;

namespace MtlsAuth.Trust;

/// <summary>Validates the chain from a client's certificate to a trusted authority.</summary>
/// <remarks>
/// What a stranger can make it do is bounded: which keys compute, how many certificates are tried, how many chains are built at a time,
/// and how often the same is asked. Thread-safe.
/// </remarks>
internal sealed class ChainValidator
{
    private readonly int _maximumConcurrentValidations;
    private readonly KeyLimits _keys;
    private readonly FrozenSet<string> _processedExtensions;
    private readonly ChainBuilder _builder;
    private readonly SentIntermediates _sent;
    private readonly RevocationCheck _revocation;
    private readonly ChainCache _trusted;
    private readonly ChainCache _refused;
    private int _running;

    /// <param name="options">Settings.</param>
    /// <param name="revocationChecker">A check of revocation beyond the platform's; null for none.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="processedExtensions">Extensions of clients' certificates that somebody else acts upon; null for none.</param>
    public ChainValidator(
        ChainValidatorOptions options,
        IRevocationChecker? revocationChecker,
        TimeProvider clock,
        FrozenSet<string>? processedExtensions = null)
    {
        SettingErrors.ThrowIfAny(options.FindErrors(), nameof(options));
        _maximumConcurrentValidations = options.MaximumConcurrentValidations;
        _keys = new KeyLimits(options.MaximumRsaKeySize, options.MaximumRsaExponentSize);
        _processedExtensions = processedExtensions ?? FrozenSet<string>.Empty;
        _builder = new ChainBuilder(clock, _processedExtensions);
        _sent = new SentIntermediates(new ChainBuilder(clock), _keys, new ChainCache(options.CacheDuration, options.CacheCapacity, clock));
        _revocation = new RevocationCheck(options, revocationChecker, _builder, clock);
        _trusted = new ChainCache(options.CacheDuration, options.CacheCapacity, clock);
        _refused = new ChainCache(options.RefusalDuration, options.CacheCapacity, clock);
    }

    public ValueTask<ChainValidation> ValidateAsync(
        ClientCertificate certificate,
        IReadOnlyList<ClientCertificate> sent,
        TrustAnchors anchors,
        CancellationToken cancellationToken)
    {
        if (_trusted.Find(certificate.Thumbprint, anchors) is { } trusted)
        {
            return ValueTask.FromResult(trusted);
        }

        // What the client's own certificate shows needs no chain, which whoever sends it would make us build.
        ChainValidation? refusal =
            anchors.AnchorCount == 0 ? ChainValidation.Failed(ChainFailure.NotTrusted, "there is no trusted authority")
            : !_keys.Allow(certificate.PublicKey) ? ChainValidation.Failed(
                ChainFailure.NotTrusted, "the certificate has a larger RSA key than the server allows")
            : certificate.UnknownCriticalExtensions is { Count: > 0 } unknown && !unknown.All(_processedExtensions.Contains)
                ? ChainValidation.Failed(
                    ChainFailure.UnknownCriticalExtension,
                    string.Join(", ", unknown.Where(extension => !_processedExtensions.Contains(extension))))
            : null;
        if (refusal is not null)
        {
            return ValueTask.FromResult(refusal);
        }

        CertificateThumbprint asked = ComputeThumbprint(certificate, sent);
        return _refused.Find(asked, anchors) is { } refused
            ? ValueTask.FromResult(refused)
            : ValidateAsync(certificate, sent, asked, anchors, cancellationToken);
    }

    private async ValueTask<ChainValidation> ValidateAsync(
        ClientCertificate certificate,
        IReadOnlyList<ClientCertificate> sent,
        CertificateThumbprint asked,
        TrustAnchors anchors,
        CancellationToken cancellationToken)
    {
        try
        {
            if (Interlocked.Increment(ref _running) > _maximumConcurrentValidations)
            {
                return ChainValidation.Failed(ChainFailure.Busy, $"{_maximumConcurrentValidations} chains are being validated");
            }

            BuiltChain chain = Build(certificate, sent, anchors);
            ChainValidation validation = chain.Validation.Failure == ChainFailure.None
                ? await _revocation.CheckAsync(certificate, chain, anchors, cancellationToken).ConfigureAwait(false)
                : chain.Validation;
            Remember(certificate, asked, anchors, validation);
            return validation;
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    private BuiltChain Build(ClientCertificate certificate, IReadOnlyList<ClientCertificate> sent, TrustAnchors anchors)
    {
        List<ReadOnlyMemory<byte>> further = _sent.Find(certificate, sent, anchors, out string? detail);
        BuiltChain chain = _builder.Build(certificate.RawData, further, anchors);
        return chain.Validation.Failure == ChainFailure.NotTrusted && detail is not null
            ? BuiltChain.Failed(ChainFailure.NotTrusted, $"{chain.Validation.Detail}; of an authority that was sent: {detail}")
            : chain;
    }

    private void Remember(ClientCertificate certificate, CertificateThumbprint asked, TrustAnchors anchors, ChainValidation validation)
    {
        if (validation.Failure == ChainFailure.None)
        {
            _trusted.Add(certificate.Thumbprint, anchors, validation);
        }
        else if (validation.Failure != ChainFailure.RevocationUnknown)
        {
            _refused.Add(asked, anchors, validation);
        }
    }

    // A certificate that is not trusted alone may be with what comes with it, so all of it is what was asked.
    private static CertificateThumbprint ComputeThumbprint(ClientCertificate certificate, IReadOnlyList<ClientCertificate> sent)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(certificate.Thumbprint.ToArray());
        foreach (ClientCertificate item in sent)
        {
            hash.AppendData(item.Thumbprint.ToArray());
        }

        return new CertificateThumbprint(hash.GetHashAndReset());
    }
}
