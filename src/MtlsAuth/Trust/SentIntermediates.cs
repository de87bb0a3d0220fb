using MtlsAuth.Certificates;

namespace MtlsAuth.Trust;

/// <summary>Finds, among the certificates that a client sent, the authorities that lead to an anchor.</summary>
/// <remarks>
/// Whoever sends certificates decides which keys the platform has to compute with, and the platform verifies all signatures of a chain,
/// whether or not it ends at an anchor. So an authority is proven from the top, by a key that is trusted already, before its own key
/// verifies anything: a stranger's certificate costs one signature of an authority's, and only a few of them are tried. An authority is
/// remembered, as all its clients send it. Thread-safe.
/// </remarks>
internal sealed class SentIntermediates(ChainBuilder builder, KeyLimits keys, ChainCache proven)
{
    // RFC 8446 sets no limit; a client's chain has three or four.
    private const int MaximumCount = ClientCertificate.MaximumChainCount;

    // A client of a trusted authority sends none that fails.
    private const int MaximumFailures = 3;

    /// <summary>Finds the authorities.</summary>
    /// <param name="certificate">The client's certificate.</param>
    /// <param name="sent">What came with it.</param>
    /// <param name="anchors">Where they have to lead.</param>
    /// <param name="detail">Why one of them does not lead there, for the log; null if there is none such.</param>
    /// <returns>Those that lead to an anchor, in DER.</returns>
    public List<ReadOnlyMemory<byte>> Find(
        ClientCertificate certificate, IReadOnlyList<ClientCertificate> sent, TrustAnchors anchors, out string? detail)
    {
        List<ReadOnlyMemory<byte>> found = [];
        List<ClientCertificate> above = SelectAbove(certificate, sent, anchors);
        int failures = 0;
        detail = null;
        for (int i = above.Count - 1; i >= 0 && failures < MaximumFailures; i--)
        {
            ChainValidation validation = Prove(above[i], found, anchors);

            // A weak signature is told of the client's chain, in which it is as weak.
            if (validation.Failure is ChainFailure.None or ChainFailure.WeakSignature)
            {
                found.Add(above[i].RawData);
            }
            else
            {
                failures++;
                detail ??= validation.Detail;
            }
        }

        return found;
    }

    private ChainValidation Prove(ClientCertificate authority, List<ReadOnlyMemory<byte>> found, TrustAnchors anchors)
    {
        if (!keys.Allow(authority.PublicKey))
        {
            return ChainValidation.Failed(ChainFailure.NotTrusted, "an RSA key larger than the server allows");
        }

        if (proven.Find(authority.Thumbprint, anchors) is { } remembered)
        {
            return remembered;
        }

        ChainValidation validation = builder.Build(authority.RawData, found, anchors).Validation;
        if (validation.Failure == ChainFailure.None)
        {
            proven.Add(authority.Thumbprint, anchors, validation);
        }

        return validation;
    }

    // Up the names, as far as they lead; those above come later. Names are compared by their octets, as authorities copy them. Another
    // certificate of an anchor would lead past it, so the chain gets to the configured one.
    private static List<ClientCertificate> SelectAbove(
        ClientCertificate certificate, IReadOnlyList<ClientCertificate> sent, TrustAnchors anchors)
    {
        List<ClientCertificate> candidates =
        [
            .. sent.Take(MaximumCount)
                .Where(item => item.IsCertificateAuthority && !anchors.IsAnchor(item))
                .DistinctBy(item => item.Thumbprint),
        ];
        List<ClientCertificate> selected = [];
        List<ReadOnlyMemory<byte>> issuers = [certificate.IssuerRawData];
        for (int i = 0; i < issuers.Count; i++)
        {
            ReadOnlySpan<byte> issuer = issuers[i].Span;
            foreach (ChainFields known in anchors.Intermediates)
            {
                if (known.Subject.Span.SequenceEqual(issuer))
                {
                    AddOnce(issuers, known.Issuer);
                }
            }

            foreach (ClientCertificate candidate in candidates)
            {
                if (candidate.SubjectRawData.Span.SequenceEqual(issuer))
                {
                    selected.Add(candidate);
                    AddOnce(issuers, candidate.IssuerRawData);
                }
            }
        }

        return selected;
    }

    private static void AddOnce(List<ReadOnlyMemory<byte>> names, ReadOnlyMemory<byte> name)
    {
        if (!names.Exists(other => other.Span.SequenceEqual(name.Span)))
        {
            names.Add(name);
        }
    }
}
