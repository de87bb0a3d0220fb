using System.Text;
using MtlsAuth.Authentication;
using MtlsAuth.Certificates;
using MtlsAuth.Encodings;
using MtlsAuth.Names;

namespace MtlsAuth.Explanation;

/// <summary>Compares the registered name of a <c>tls_client_auth</c> client with the names of the certificate.</summary>
internal static class NameComparison
{
    private const string CommonName = "2.5.4.3";
    private const string EmailAddress = "1.2.840.113549.1.9.1";

    /// <summary>Compares the registered name with each that comes into question.</summary>
    public static IEnumerable<ComparedValue> Compare(
        RegisteredSubject registered, ClientCertificate certificate, bool allowReversedSubjectDn) =>
        registered.Subject is { } subject
            ? [CompareSubject(registered, subject, certificate, allowReversedSubjectDn)]
            : CompareAlternativeNames(registered, registered.AlternativeName!, certificate);

    private static ComparedValue CompareSubject(
        RegisteredSubject registered, DistinguishedName expected, ClientCertificate certificate, bool allowReversedSubjectDn)
    {
        if (certificate.Subject is not { } subject)
        {
            return Of(RegisteredValueDifference.NoName, registered, "none", "the certificate's subject cannot be read");
        }

        RegisteredValueDifference difference = expected.Compare(subject).Match switch
        {
            DistinguishedNameMatch.Equal => RegisteredValueDifference.None,
            DistinguishedNameMatch.EqualInReverseOrder => allowReversedSubjectDn
                ? RegisteredValueDifference.None
                : RegisteredValueDifference.ReverseOrder,
            DistinguishedNameMatch.EqualExceptOrder => RegisteredValueDifference.OtherOrder,
            DistinguishedNameMatch.DifferentAttribute when CountDifferences(expected, subject) == 1 =>
                RegisteredValueDifference.OneAttribute,
            _ => RegisteredValueDifference.OtherName,
        };
        return Of(
            difference,
            registered,
            Excerpt.Of(subject.ToString()),
            difference == RegisteredValueDifference.None
                ? "the certificate's subject"
                : DistinguishedNameDifference.Describe(expected, subject));
    }

    private static int CountDifferences(DistinguishedName left, DistinguishedName right) =>
        left.RelativeNames.Zip(right.RelativeNames).Count(static pair => !pair.First.Matches(pair.Second));

    private static IEnumerable<ComparedValue> CompareAlternativeNames(
        RegisteredSubject registered, GeneralName expected, ClientCertificate certificate)
    {
        bool hasName = false;
        foreach (GeneralName name in certificate.SubjectAlternativeNames)
        {
            if (name.Type == expected.Type)
            {
                hasName = true;
                yield return CompareName(registered, expected, name);
            }
            else if (name.Text is { } text && IsSameText(expected, text))
            {
                yield return Of(
                    RegisteredValueDifference.OtherNameType,
                    registered,
                    name.ToString(),
                    $"the same text, but in the certificate it is of the type {name.Type}, and {expected.Type} is compared");
            }
        }

        // Where names stood before there were alternative ones, and where many still put them.
        foreach (AttributeTypeAndValue attribute in certificate.Subject?.Attributes ?? [])
        {
            if (attribute is { Oid: CommonName or EmailAddress, Text: { } text } && IsSameText(expected, text))
            {
                yield return Of(
                    RegisteredValueDifference.OtherNameType,
                    registered,
                    Excerpt.Of(attribute.ToString()),
                    "the same text, but in the certificate's subject, and subject alternative names are compared");
            }
        }

        if (!hasName)
        {
            string unreadable = certificate.SubjectAlternativeNameError == CertificateFormatError.None
                ? string.Empty
                : $" that can be read ({certificate.SubjectAlternativeNameError})";
            yield return Of(
                RegisteredValueDifference.NoName,
                registered,
                "none",
                $"the certificate has no subject alternative name of the type {expected.Type}{unreadable}");
        }
    }

    private static ComparedValue CompareName(RegisteredSubject registered, GeneralName expected, GeneralName name)
    {
        if (SubjectComparison.Matches(expected.Contents.Span, name))
        {
            return Of(RegisteredValueDifference.None, registered, name.ToString(), "the name in the certificate");
        }

        if (name.Type != GeneralNameType.IPAddress && Ascii.EqualsIgnoreCase(expected.Contents.Span, name.Contents.Span))
        {
            return Of(
                RegisteredValueDifference.Case,
                registered,
                name.ToString(),
                name.Type == GeneralNameType.Email
                    ? "differs in the case of the part before the @, which counts (RFC 5280 section 7.5)"
                    : "differs in the case of what is behind scheme and host, which counts (RFC 3986 section 6.2.2.1)");
        }

        return name.Type == GeneralNameType.Dns && DescribeOneLabel(expected.Text!, name.Text!) is { } description
            ? Of(RegisteredValueDifference.OneLabel, registered, name.ToString(), description)
            : Of(RegisteredValueDifference.OtherName, registered, name.ToString(), $"another name of the type {name.Type}");
    }

    private static string? DescribeOneLabel(string expected, string actual)
    {
        string[] labels = expected.Split('.');
        string[] others = actual.Split('.');
        if (labels.Length != others.Length)
        {
            return null;
        }

        (string First, string Second)[] different =
            [.. labels.Zip(others).Where(static pair => !pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase))];
        return different.Length != 1 ? null
            : different[0].Second == "*" ? "the certificate has a wildcard, which is a name like any other and stands for none"
            : $"differs in one label: registered {Excerpt.Of(different[0].First)}, in the certificate {Excerpt.Of(different[0].Second)}";
    }

    private static bool IsSameText(GeneralName expected, string text) =>
        text.Equals(expected.Text, StringComparison.OrdinalIgnoreCase);

    private static ComparedValue Of(
        RegisteredValueDifference difference, RegisteredSubject registered, string presented, string description) =>
        new(difference, () => new RegisteredValueComparison(
            difference, registered.Parameter.Member, Excerpt.Of(registered.Parameter.Value), Excerpt.Of(presented), description));
}
