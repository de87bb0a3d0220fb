using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAuth.Certificates;

namespace MtlsAuth.Trust;

/// <summary>Lets the platform build chains (RFC 8705 §7.5 advises against own code), and has them judged. Thread-safe.</summary>
internal sealed class ChainBuilder(TimeProvider clock, FrozenSet<string>? processedExtensions = null)
{
    /// <summary>Builds a chain without asking for revocation.</summary>
    /// <param name="certificate">The certificate at the lower end, in DER.</param>
    /// <param name="further">Certificates above it that lead to an anchor, beside those that the server knows.</param>
    /// <param name="anchors">Where the chain has to end.</param>
    public BuiltChain Build(ReadOnlyMemory<byte> certificate, IReadOnlyList<ReadOnlyMemory<byte>> further, TrustAnchors anchors) =>
        Build(certificate, further, anchors, CreatePolicy(anchors));

    /// <summary>Builds a chain once more, of a certificate whose chain is trusted but for revocation.</summary>
    public BuiltChain BuildWithRevocation(
        ReadOnlyMemory<byte> certificate, BuiltChain trusted, TrustAnchors anchors, X509RevocationMode mode, TimeSpan timeout)
    {
        X509ChainPolicy policy = CreatePolicy(anchors);
        policy.RevocationMode = mode;
        policy.UrlRetrievalTimeout = timeout;

        // The platform checks revocation in chains that it trusts, and says nothing at all of it in others (.NET on Linux). So it is told
        // to trust the root of the anchor; whether the chain is trusted has been decided.
        using X509Certificate2 top = PlatformCertificate.Load(trusted.Further[^1].Span);
        policy.CustomTrustStore.Add(top);
        BuiltChain chain = Build(certificate, trusted.Further, anchors, policy);
        return chain.Validation.Failure != ChainFailure.None || chain.IsComplete
            ? chain
            : BuiltChain.Failed(
                ChainFailure.RevocationUnknown,
                "the platform checks revocation in chains up to a self-signed certificate: add the anchor's root to the intermediates");
    }

    private X509ChainPolicy CreatePolicy(TrustAnchors anchors)
    {
        X509ChainPolicy policy = new()
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,

            // Issuers are those that the server knows or the client sent; addresses in a stranger's certificate are not called.
            DisableCertificateDownloads = true,
            VerificationTime = clock.GetUtcNow().UtcDateTime,
        };
        policy.CustomTrustStore.AddRange(anchors.SelfIssued);
        return policy;
    }

    private BuiltChain Build(
        ReadOnlyMemory<byte> certificate, IReadOnlyList<ReadOnlyMemory<byte>> further, TrustAnchors anchors, X509ChainPolicy policy)
    {
        List<X509Certificate2> loaded = [];
        using X509Chain chain = new() { ChainPolicy = policy };
        try
        {
            foreach (ReadOnlyMemory<byte> item in further)
            {
                loaded.Add(PlatformCertificate.Load(item.Span));
                policy.ExtraStore.Add(loaded[^1]);
            }

            // OpenSSL takes the first issuer that fits, and goes no way back but to a root: those that are known to lead to an anchor come
            // first.
            policy.ExtraStore.AddRange(anchors.Others);
            loaded.Add(PlatformCertificate.Load(certificate.Span));
            chain.Build(loaded[^1]);
            return ChainJudge.Judge(chain, anchors, clock.GetUtcNow(), processedExtensions);
        }
        catch (CryptographicException exception)
        {
            // Read by us, but not by the platform.
            return BuiltChain.Failed(ChainFailure.NotTrusted, exception.Message);
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
}
