using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using MtlsAuth.Encodings;

namespace MtlsAuth.Trust;

/// <summary>An authority may require that chains through it have a policy in common (RFC 5280 §4.2.1.11, §6.1.5).</summary>
/// <remarks>
/// Not every platform looks at it where the application itself requires no policy: .NET with OpenSSL does not. Policies that authorities
/// map onto each other count as different ones, and anyPolicy as all of them unless an authority inhibits it (§4.2.1.14).
/// </remarks>
internal static class ExplicitPolicy
{
    private const string CertificatePolicies = "2.5.29.32";
    private const string PolicyConstraints = "2.5.29.36";
    private const string InhibitAnyPolicy = "2.5.29.54";

    // 2.5.29.32.0 (RFC 5280 §4.2.1.4), in hexadecimal digits.
    private const string AnyPolicy = "551D2000";

    /// <summary>Whether no certificate requires a policy, or all have one in common.</summary>
    /// <param name="chain">The certificates below the anchor, the client's first.</param>
    public static bool IsSatisfied(ReadOnlySpan<ChainElement> chain)
    {
        bool isRequired = false;
        int inhibitedFrom = -1;
        HashSet<string>? common = null;
        for (int i = chain.Length - 1; i >= 0; i--)
        {
            X509Certificate2 certificate = chain[i].Certificate;
            isRequired |= ReadRequired(certificate) <= i;
            HashSet<string> policies = ReadPolicies(certificate);
            if (!policies.Contains(AnyPolicy) || i <= inhibitedFrom)
            {
                policies.Remove(AnyPolicy);
                common ??= policies;
                common.IntersectWith(policies);
            }

            inhibitedFrom = Math.Max(inhibitedFrom, i - 1 - ReadInhibited(certificate));
        }

        return !isRequired || common is not { Count: 0 };
    }

    // PolicyConstraints ::= SEQUENCE { requireExplicitPolicy [0] SkipCerts OPTIONAL, ... }
    private static int ReadRequired(X509Certificate2 certificate)
    {
        if (certificate.Extensions[PolicyConstraints] is not { } extension)
        {
            return int.MaxValue;
        }

        DerReader outer = new(extension.RawData);
        if (!outer.TryEnterOnly(Asn1Tag.Sequence, out DerReader fields))
        {
            return 0;
        }

        int required = fields.NextIs(Tags.Primitive(0)) ? ReadSkipCerts(ref fields) : int.MaxValue;
        fields.IgnoreRest();
        return required;
    }

    // InhibitAnyPolicy ::= SkipCerts
    private static int ReadInhibited(X509Certificate2 certificate)
    {
        if (certificate.Extensions[InhibitAnyPolicy] is not { } extension)
        {
            return int.MaxValue;
        }

        DerReader reader = new(extension.RawData);
        int inhibited = ReadSkipCerts(ref reader);
        return reader.TryEnd() ? inhibited : 0;
    }

    // SkipCerts ::= INTEGER (0..MAX): to how many certificates further down it does not apply. What cannot be read applies at once.
    private static int ReadSkipCerts(ref DerReader reader) =>
        reader.TryReadAny(out _, out Slice number, out _) && reader[number] is [< 0x80 and byte count] ? count : 0;

    // certificatePolicies ::= SEQUENCE OF SEQUENCE { policyIdentifier OBJECT IDENTIFIER, policyQualifiers OPTIONAL }
    private static HashSet<string> ReadPolicies(X509Certificate2 certificate)
    {
        HashSet<string> policies = [];
        DerReader outer = new(certificate.Extensions[CertificatePolicies]?.RawData);
        if (outer.TryEnterOnly(Asn1Tag.Sequence, out DerReader reader))
        {
            while (!reader.TryEnd() && reader.TryEnter(Asn1Tag.Sequence, out DerReader fields))
            {
                if (fields.TryReadObjectIdentifier(out Slice policy))
                {
                    policies.Add(Convert.ToHexString(fields[policy]));
                }

                fields.IgnoreRest();
            }
        }

        return policies;
    }
}
