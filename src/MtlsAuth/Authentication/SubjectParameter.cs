using System.Globalization;
using System.Net;
using System.Text;
using MtlsAuth.Certificates;
using MtlsAuth.Encodings;
using MtlsAuth.Names;

namespace MtlsAuth.Authentication;

/// <summary>The one value that the certificate of a <c>tls_client_auth</c> client has to carry (RFC 8705 §2.1.2).</summary>
/// <param name="Kind">Where in the certificate; null for the subject.</param>
/// <param name="Value">The registered value.</param>
internal readonly record struct SubjectParameter(GeneralNameType? Kind, string Value)
{
    private const int MaximumLength = 4 * 1024;

    // In the order of RFC 8705 §2.1.2.
    private static readonly GeneralNameType?[] Kinds =
    [
        null,
        GeneralNameType.Dns,
        GeneralNameType.Uri,
        GeneralNameType.IPAddress,
        GeneralNameType.Email,
    ];

    /// <summary>The parameter's name in client metadata.</summary>
    public string Member => Kind switch
    {
        null => "tls_client_auth_subject_dn",
        GeneralNameType.Dns => "tls_client_auth_san_dns",
        GeneralNameType.Uri => "tls_client_auth_san_uri",
        GeneralNameType.IPAddress => "tls_client_auth_san_ip",
        _ => "tls_client_auth_san_email",
    };

    /// <summary>All parameters that the client has; an empty one counts as absent, as null does (RFC 7592 §2.2).</summary>
    public static IEnumerable<SubjectParameter> FindAll(ClientMetadata client) =>
        Kinds.Where(kind => GetValue(client, kind) is { Length: > 0 })
            .Select(kind => new SubjectParameter(kind, GetValue(client, kind)!));

    /// <summary>The client's one parameter; null if it has none, or more than one.</summary>
    public static SubjectParameter? Find(ClientMetadata client)
    {
        SubjectParameter? found = null;
        foreach (GeneralNameType? kind in Kinds)
        {
            if (GetValue(client, kind) is { Length: > 0 } value)
            {
                if (found is not null)
                {
                    return null;
                }

                found = new SubjectParameter(kind, value);
            }
        }

        return found;
    }

    /// <summary>Why no certificate can carry the value; null if one can. Registration asks this, and so does each comparison.</summary>
    public string? FindFault() => Kind is null
        ? DistinguishedName.FindFault(Value)?.ToString()
        : FindFaultOfAlternativeName()?.ToString();

    /// <summary>Compares the certificate with the registered value.</summary>
    public MethodDecision Compare(ClientCertificate certificate, RegisteredNames names, bool allowReversedSubjectDn)
    {
        if (Kind is not { } kind)
        {
            return CompareSubject(certificate, names, allowReversedSubjectDn);
        }

        if (FindFaultOfAlternativeName() is { } fault)
        {
            return MethodDecision.Failed(ClientAuthenticationFailureReason.InvalidSubjectParameter, $"{Member}: {fault}");
        }

        IPAddress? address = kind == GeneralNameType.IPAddress ? IPAddress.Parse(Value) : null;
        foreach (GeneralName name in certificate.SubjectAlternativeNames)
        {
            if (name.Type == kind && Matches(name, address))
            {
                return MethodDecision.Matched;
            }
        }

        return MethodDecision.Failed(ClientAuthenticationFailureReason.SubjectNotRegistered, DescribeDifference(certificate));
    }

    private MethodDecision CompareSubject(ClientCertificate certificate, RegisteredNames names, bool allowReversedSubjectDn)
    {
        if (names.Find(Value, out DistinguishedNameFault? fault) is not { } expected)
        {
            return MethodDecision.Failed(ClientAuthenticationFailureReason.InvalidSubjectParameter, $"{Member}: {fault}");
        }

        if (certificate.Subject is not { } subject)
        {
            return MethodDecision.Failed(
                ClientAuthenticationFailureReason.SubjectNotRegistered, "the certificate's subject cannot be read");
        }

        DistinguishedNameComparison comparison = expected.Compare(subject);
        bool matches = comparison.Outcome == DistinguishedNameMatch.Equal
            || (allowReversedSubjectDn && comparison.Outcome == DistinguishedNameMatch.EqualInReverseOrder);
        return matches
            ? MethodDecision.Matched
            : MethodDecision.Failed(
                ClientAuthenticationFailureReason.SubjectNotRegistered, DistinguishedNameDifference.Describe(expected, subject));
    }

    private bool Matches(GeneralName name, IPAddress? address)
    {
        ReadOnlySpan<byte> contents = name.Contents.Span;
        switch (name.Type)
        {
            case GeneralNameType.IPAddress:
                // RFC 8705 §2.1.2: in binary. So an IPv4 address mapped into IPv6 is another one than the IPv4 address.
                Span<byte> octets = stackalloc byte[16];
                return address!.TryWriteBytes(octets, out int written) && contents.SequenceEqual(octets[..written]);

            case GeneralNameType.Dns:
                // RFC 5280 §7.2: without case, the whole name. A wildcard is a name like any other.
                return Ascii.EqualsIgnoreCase(contents, Value);

            case GeneralNameType.Email:
                // RFC 5280 §7.5: the host without case, the local part as it is.
                int at = Value.LastIndexOf('@');
                return at > 0
                    && contents.Length == Value.Length
                    && Ascii.Equals(contents[..at], Value.AsSpan(0, at))
                    && Ascii.EqualsIgnoreCase(contents[at..], Value.AsSpan(at));

            default:
                // RFC 3986 §6.2.2.1: scheme and host without case, the rest as it is.
                return UriCaseNormalization.Normalize(name.Text!) == UriCaseNormalization.Normalize(Value);
        }
    }

    private SubjectParameterFault? FindFaultOfAlternativeName()
    {
        if (Value.Length > MaximumLength)
        {
            return new(MaximumLength, "The value is too long for any certificate.");
        }

        SubjectParameterFault? fault = Kind switch
        {
            GeneralNameType.Dns => HostNameSyntax.FindFault(Value),
            GeneralNameType.Uri => UriSyntax.FindFault(Value),
            GeneralNameType.IPAddress => IPAddressSyntax.FindFault(Value),
            _ => MailAddressSyntax.FindFault(Value),
        };
        return fault is not null && Kind is { } kind && GeneralNameLabel.IsInFrontOf(Value, kind)
            ? new(0, GeneralNameLabel.Advice)
            : fault;
    }

    // What an operator needs to see that the wrong one is registered; a stranger's certificate may have thousands.
    private string DescribeDifference(ClientCertificate certificate)
    {
        const int Shown = 3;
        GeneralNameType? kind = Kind;
        List<GeneralName> names = [.. certificate.SubjectAlternativeNames.Where(name => name.Type == kind)];
        string shown = names.Count == 0 ? "none" : string.Join(", ", names.Take(Shown).Select(name => Excerpt.Of(name.Text!)));
        string more = names.Count > Shown ? string.Create(CultureInfo.InvariantCulture, $" and {names.Count - Shown} more") : string.Empty;
        string unreadable = certificate.SubjectAlternativeNameError == CertificateFormatError.None
            ? string.Empty
            : $", and what cannot be read: {certificate.SubjectAlternativeNameError}";
        return $"no subject alternative name of kind {kind} is the registered one; "
            + $"registered {Excerpt.Of(Value)}, in the certificate {shown}{more}{unreadable}";
    }

    private static string? GetValue(ClientMetadata client, GeneralNameType? kind) => kind switch
    {
        null => client.TlsClientAuthSubjectDn,
        GeneralNameType.Dns => client.TlsClientAuthSanDns,
        GeneralNameType.Uri => client.TlsClientAuthSanUri,
        GeneralNameType.IPAddress => client.TlsClientAuthSanIp,
        _ => client.TlsClientAuthSanEmail,
    };
}
