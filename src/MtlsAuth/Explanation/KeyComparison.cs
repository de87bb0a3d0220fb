using System.Globalization;
using MtlsAuth.Certificates;
using MtlsAuth.Encodings;

namespace MtlsAuth.Explanation;

/// <summary>Compares each registered key with the one of the certificate.</summary>
internal static class KeyComparison
{
    /// <summary>Compares all keys of a set, those that are not used included.</summary>
    public static IEnumerable<ComparedValue> Compare(ClientJwkSet keys, ClientCertificate certificate, SelfSignedMatching matching)
    {
        foreach ((int index, ClientJwk key) in keys.KeysWithIndex())
        {
            RegisteredValueDifference difference = FindDifference(key, certificate, matching);
            yield return new ComparedValue(difference, () => Describe(index, key, certificate, matching, difference));
        }

        foreach ((SkippedJwk skipped, byte[] json) in keys.SkippedKeys.Zip(keys.SkippedJson))
        {
            bool isSame = SkippedKeyNumbers.AreOf(certificate.PublicKey, json);
            RegisteredValueDifference difference =
                isSame ? RegisteredValueDifference.SkippedSameKey : RegisteredValueDifference.SkippedKey;
            yield return new ComparedValue(difference, () => new RegisteredValueComparison(
                difference,
                MemberOf(skipped.Index),
                "a key that is not used",
                certificate.PublicKey.ToString(),
                (isSame ? "the presented key, but it is not used: " : "not used: ") + skipped)
            {
                KeyId = Excerpt.OfOrNull(skipped.KeyId),
            });
        }
    }

    private static RegisteredValueDifference FindDifference(ClientJwk key, ClientCertificate certificate, SelfSignedMatching matching)
    {
        SubjectPublicKey registered = key.PublicKey;
        SubjectPublicKey presented = certificate.PublicKey;
        if (registered.Equals(presented))
        {
            return matching == SelfSignedMatching.PublicKey ? RegisteredValueDifference.None
                : key.Certificate is null ? RegisteredValueDifference.NoRegisteredCertificate
                : key.Certificate.RawData.Span.SequenceEqual(certificate.RawData.Span) ? RegisteredValueDifference.None
                : RegisteredValueDifference.OtherCertificate;
        }

        return registered.Algorithm != presented.Algorithm ? RegisteredValueDifference.OtherKeyKind
            : registered.HasSameFirstNumber(presented) ? RegisteredValueDifference.SecondNumber
            : RegisteredValueDifference.OtherKey;
    }

    private static RegisteredValueComparison Describe(
        int index, ClientJwk key, ClientCertificate certificate, SelfSignedMatching matching, RegisteredValueDifference difference)
    {
        bool areCertificates = matching == SelfSignedMatching.Certificate && key.Certificate is not null;
        return new RegisteredValueComparison(
            difference,
            MemberOf(index),
            areCertificates ? $"certificate {key.Certificate!.Thumbprint}" : key.PublicKey.ToString(),
            areCertificates ? $"certificate {certificate.Thumbprint}" : certificate.PublicKey.ToString(),
            Say(difference, key, certificate, matching))
        {
            KeyId = Excerpt.OfOrNull(key.KeyId),
        };
    }

    private static string Say(
        RegisteredValueDifference difference, ClientJwk key, ClientCertificate certificate, SelfSignedMatching matching)
    {
        SubjectPublicKey registered = key.PublicKey;
        SubjectPublicKey presented = certificate.PublicKey;
        return difference switch
        {
            RegisteredValueDifference.None =>
                matching == SelfSignedMatching.PublicKey ? "the presented key" : "the presented certificate",
            RegisteredValueDifference.OtherCertificate => string.Create(
                CultureInfo.InvariantCulture,
                $"the presented key in another certificate: the registered one is valid from {key.Certificate!.NotBefore:u}, "
                    + $"the presented one from {certificate.NotBefore:u}"),
            RegisteredValueDifference.NoRegisteredCertificate =>
                "the presented key, but registered without a certificate (x5c), and certificates are compared",
            RegisteredValueDifference.SecondNumber when registered.Algorithm == KeyAlgorithm.Rsa =>
                "the same modulus, but another exponent",
            RegisteredValueDifference.SecondNumber => "the same x, but another y",
            RegisteredValueDifference.OtherKeyKind =>
                $"a key of another kind: registered {NameOf(registered)}, presented {NameOf(presented)}",
            _ when registered.KeySize != presented.KeySize =>
                $"another key, and of another size: registered {NameOf(registered)}, presented {NameOf(presented)}",
            _ => "another key",
        };
    }

    private static string MemberOf(int index) => string.Create(CultureInfo.InvariantCulture, $"jwks.keys[{index}]");

    private static string NameOf(SubjectPublicKey key) =>
        key.Algorithm == KeyAlgorithm.Rsa ? string.Create(CultureInfo.InvariantCulture, $"RSA-{key.KeySize}") : key.Algorithm.ToString();
}
