using System.Globalization;
using System.Text;
using MtlsAuth.Certificates;
using MtlsAuth.Encodings;
using MtlsAuth.Names;

namespace MtlsAuth.Authentication;

/// <summary>Compares a certificate with the one name that a <c>tls_client_auth</c> client registered (RFC 8705 §2.1.2).</summary>
internal static class SubjectComparison
{
    /// <summary>Compares the certificate with the registered name.</summary>
    public static MethodDecision Compare(RegisteredSubject registered, ClientCertificate certificate, bool allowReversedSubjectDn)
    {
        if (registered.Subject is { } subject)
        {
            return CompareSubject(subject, certificate, allowReversedSubjectDn);
        }

        GeneralName expected = registered.AlternativeName!;
        foreach (GeneralName name in certificate.SubjectAlternativeNames)
        {
            if (name.Type == expected.Type && Matches(expected.Contents.Span, name))
            {
                return MethodDecision.Matched;
            }
        }

        return MethodDecision.Failed(
            ClientAuthenticationFailureReason.SubjectNotRegistered,
            DescribeDifference(expected.Type, registered.Parameter.Value, certificate));
    }

    /// <summary>Whether a name of the certificate is the registered one, which is of the same type.</summary>
    public static bool Matches(ReadOnlySpan<byte> expected, GeneralName name)
    {
        ReadOnlySpan<byte> contents = name.Contents.Span;
        switch (name.Type)
        {
            case GeneralNameType.IPAddress:
                // RFC 8705 §2.1.2: in binary. So an IPv4 address mapped into IPv6 is another one than the IPv4 address.
                return contents.SequenceEqual(expected);

            case GeneralNameType.Dns:
                // RFC 5280 §7.2: without case, the whole name. A wildcard is a name like any other.
                return Ascii.EqualsIgnoreCase(contents, expected);

            case GeneralNameType.Email:
                // RFC 5280 §7.5: the host without case, the local part as it is.
                int at = expected.LastIndexOf((byte)'@');
                return at > 0
                    && contents.Length == expected.Length
                    && contents[..at].SequenceEqual(expected[..at])
                    && Ascii.EqualsIgnoreCase(contents[at..], expected[at..]);

            default:
                // RFC 3986 §6.2.2.1: scheme and host without case, the rest as it is. The registered one has been normalised.
                return Ascii.Equals(expected, UriCaseNormalization.Normalize(name.Text!));
        }
    }

    private static MethodDecision CompareSubject(DistinguishedName expected, ClientCertificate certificate, bool allowReversedSubjectDn)
    {
        if (certificate.Subject is not { } subject)
        {
            return MethodDecision.Failed(
                ClientAuthenticationFailureReason.SubjectNotRegistered, "the certificate's subject cannot be read");
        }

        DistinguishedNameComparison comparison = expected.Compare(subject);
        bool matches = comparison.Match == DistinguishedNameMatch.Equal
            || (allowReversedSubjectDn && comparison.Match == DistinguishedNameMatch.EqualInReverseOrder);
        return matches
            ? MethodDecision.Matched
            : MethodDecision.Failed(
                ClientAuthenticationFailureReason.SubjectNotRegistered, DistinguishedNameDifference.Describe(expected, subject));
    }

    // What an operator needs to see that the wrong one is registered; a stranger's certificate may have thousands.
    private static string DescribeDifference(GeneralNameType kind, string registered, ClientCertificate certificate)
    {
        const int Shown = 3;
        List<GeneralName> names = [.. certificate.SubjectAlternativeNames.Where(name => name.Type == kind)];
        string shown = names.Count == 0 ? "none" : string.Join(", ", names.Take(Shown).Select(name => Excerpt.Of(name.Text!)));
        string more = names.Count > Shown ? string.Create(CultureInfo.InvariantCulture, $" and {names.Count - Shown} more") : string.Empty;
        string unreadable = certificate.SubjectAlternativeNameError == CertificateFormatError.None
            ? string.Empty
            : $", and what cannot be read: {certificate.SubjectAlternativeNameError}";
        return $"no subject alternative name of kind {kind} is the registered one; "
            + $"registered {Excerpt.Of(registered)}, in the certificate {shown}{more}{unreadable}";
    }
}
