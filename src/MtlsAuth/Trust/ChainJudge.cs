using System.Collections.Frozen;
using System.Security.Cryptography.X509Certificates;

namespace MtlsAuth.Trust;

/// <summary>Finds the configured anchor in a chain that the platform has built, and judges what lies below it.</summary>
/// <remarks>
/// <para>
/// The platform's own verdict is of no use for an anchor that is not self-issued. Tried on .NET 10 with OpenSSL 3.0: in
/// <see cref="X509ChainPolicy.CustomTrustStore"/> it gives PartialChain, or UntrustedRoot where its own root is known; with
/// <see cref="X509VerificationFlags.AllowUnknownCertificateAuthority"/> the build succeeds, but then so it does for certificates of any
/// authority, and of none. Of an anchor at the end of a partial chain, neither dates nor revocation below it are looked at.
/// </para>
/// <para>
/// So the platform builds the path and verifies each signature in it, and here is decided where the path ends, by name and key (RFC 5280
/// §6.1.1 (d)). Whatever the platform says of a certificate below the anchor counts against the chain, whatever it says of those above it
/// does not, but that they are revoked.
/// </para>
/// </remarks>
internal static class ChainJudge
{
    private const X509ChainStatusFlags NoTrustedRoot = X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.UntrustedRoot;

    private const X509ChainStatusFlags RevocationUnknown =
        X509ChainStatusFlags.RevocationStatusUnknown | X509ChainStatusFlags.OfflineRevocation;

    // That it is no trusted root, who signed it, and that its own issuer says nothing of its revocation, is not asked of an anchor.
    // Dates and path length are, of the configured certificate: the platform may have found another one of the same authority. That its
    // key could not be read would be NotSignatureValid as well, but then OpenSSL (3.0) does not take it for an issuer.
    private const X509ChainStatusFlags NotAskedOfAnchors = NoTrustedRoot
        | RevocationUnknown
        | X509ChainStatusFlags.NotSignatureValid
        | X509ChainStatusFlags.NotTimeValid
        | X509ChainStatusFlags.InvalidBasicConstraints;

    /// <summary>Judges a chain that was built for a certificate.</summary>
    /// <param name="chain">What the platform has built.</param>
    /// <param name="anchors">Where it has to end.</param>
    /// <param name="now">The time.</param>
    /// <param name="processedExtensions">Extensions of the lowest certificate that somebody else acts upon; null for none.</param>
    public static BuiltChain Judge(X509Chain chain, TrustAnchors anchors, DateTimeOffset now, FrozenSet<string>? processedExtensions)
    {
        ChainElement[] elements =
        [
            .. chain.ChainElements.Select((element, index) =>
                new ChainElement(element, index == 0 ? processedExtensions : null)),
        ];
        X509ChainStatusFlags all = ChainElement.Combine(chain.ChainStatus);

        // What is said of the chain as a whole and of no certificate counts against all of it, but for the end, which is sought here.
        X509ChainStatusFlags ofWhole = elements.Aggregate(all, (flags, element) => flags & ~element.PlatformFlags) & ~NoTrustedRoot;

        // From the top, so that the chain is as long as it can be trusted: a client may be registered with its root.
        BuiltChain? refused = null;
        for (int i = elements.Length - 1; i > 0; i--)
        {
            List<X509Certificate2> configured = anchors.FindAnchors(elements[i].Fields);
            if (configured.Count > 0)
            {
                BuiltChain judged = JudgeBelow(elements, i, configured, ofWhole, now);
                if (judged.Validation.Failure == ChainFailure.None)
                {
                    return judged with { IsComplete = (all & NoTrustedRoot) == 0 };
                }

                refused = judged;
            }
        }

        return refused ?? BuiltChain.Failed(ChainFailure.NotTrusted, all.ToString());
    }

    // RFC 8705 §7.5 lists what validators forget. Most of it the platform does; these it does not, or not everywhere.
    private static BuiltChain JudgeBelow(
        ChainElement[] elements, int anchor, List<X509Certificate2> configured, X509ChainStatusFlags ofWhole, DateTimeOffset now)
    {
        X509ChainStatusFlags flags = ofWhole | (elements[anchor].Flags & ~NotAskedOfAnchors);
        int pathLength = 0;
        for (int i = 0; i < anchor; i++)
        {
            flags |= elements[i].Flags;

            // A platform may know extensions that are not acted upon here.
            flags |= elements[i].UnknownCriticalExtension is null
                ? X509ChainStatusFlags.NoError
                : X509ChainStatusFlags.HasNotSupportedCriticalExtension;
            pathLength += i > 0 && !elements[i].Fields.IsSelfIssued ? 1 : 0;
        }

        // Of what lies below a revoked authority, .NET with OpenSSL says only that its revocation is unknown.
        flags = elements.Aggregate(flags, (all, element) => all | (element.Flags & X509ChainStatusFlags.Revoked));
        if (flags != X509ChainStatusFlags.NoError)
        {
            return BuiltChain.Failed(ToFailure(flags), Describe(elements, flags));
        }

        if (configured.Find(item => IsValid(item, now) && AllowsPath(item, pathLength)) is not { } certificate)
        {
            return BuiltChain.Failed(
                ChainFailure.NotTrusted, "the trust anchor has expired or is not valid yet, or allows no path of this length");
        }

        for (int i = 0; i < anchor; i++)
        {
            if (!SignatureAlgorithms.IsStrong(elements[i].RawData.Span, elements[i + 1].Fields.SubjectPublicKeyInfo.Span))
            {
                return BuiltChain.Failed(
                    ChainFailure.WeakSignature,
                    $"signed with {elements[i].Certificate.SignatureAlgorithm.Value}, or by RSA below 2,048 bits or a curve below 224");
            }
        }

        if (!ExplicitPolicy.IsSatisfied(elements.AsSpan(0, anchor)))
        {
            return BuiltChain.Failed(ChainFailure.NotTrusted, "an authority requires a policy that not all certificates have");
        }

        DateTimeOffset[] ends = [.. elements.Take(anchor).Select(element => element.NotAfter), certificate.NotAfter.ToUniversalTime()];
        return new BuiltChain(
            new ChainValidation(ChainFailure.None, null, elements[anchor].Fields.Subject, ends.Min())
            {
                IsForOtherUsages = elements[1..anchor].Any(element => !element.AllowsClientAuthentication),
            },
            [.. elements.Take(anchor + 1).Select(element => element.RawData)],
            [.. elements.Skip(1).Select(element => element.RawData)]);
    }

    // An anchor that has expired is refused, though RFC 5280 asks only for its name and key: its dates are the last that is known of how
    // long its operator meant it to be used.
    private static bool IsValid(X509Certificate2 anchor, DateTimeOffset now) =>
        anchor.NotBefore.ToUniversalTime() <= now && now <= anchor.NotAfter.ToUniversalTime();

    private static bool AllowsPath(X509Certificate2 anchor, int length) =>
        anchor.Extensions.OfType<X509BasicConstraintsExtension>().FirstOrDefault() is not { HasPathLengthConstraint: true } constraints
        || length <= constraints.PathLengthConstraint;

    // Only where nothing else is wrong is it the server's infrastructure that keeps it from knowing.
    private static ChainFailure ToFailure(X509ChainStatusFlags flags) =>
        (flags & X509ChainStatusFlags.Revoked) != 0 ? ChainFailure.Revoked
        : (flags & ~RevocationUnknown) == 0 ? ChainFailure.RevocationUnknown
        : ChainFailure.NotTrusted;

    private static string Describe(ChainElement[] elements, X509ChainStatusFlags flags)
    {
        string? extension = (flags & X509ChainStatusFlags.HasNotSupportedCriticalExtension) == 0
            ? null
            : elements.Select(element => element.UnknownCriticalExtension).FirstOrDefault(found => found is not null);
        return extension is null ? flags.ToString() : $"{flags} {extension}";
    }
}
