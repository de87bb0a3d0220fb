using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MtlsAuth.Certificates;
using MtlsAuth.Clients;

namespace MtlsAuth.Authentication;

/// <summary>The one value that the certificate of a <c>tls_client_auth</c> client has to carry (RFC 8705 §2.1.2).</summary>
/// <param name="Kind">Where in the certificate; null for the subject.</param>
/// <param name="Value">The registered value.</param>
internal readonly record struct SubjectParameter(SubjectAlternativeNameKind? Kind, string Value)
{
    /// <summary>The client's parameter; null if it has none, more than one, or an empty one.</summary>
    public static SubjectParameter? Find(ClientMetadata client)
    {
        SubjectParameter? found = null;
        int count = 0;
        Take(null, client.TlsClientAuthSubjectDn);
        Take(SubjectAlternativeNameKind.Dns, client.TlsClientAuthSanDns);
        Take(SubjectAlternativeNameKind.Uri, client.TlsClientAuthSanUri);
        Take(SubjectAlternativeNameKind.IPAddress, client.TlsClientAuthSanIp);
        Take(SubjectAlternativeNameKind.Email, client.TlsClientAuthSanEmail);
        return count == 1 && found is { Value.Length: > 0 } ? found : null;

        void Take(SubjectAlternativeNameKind? kind, string? value)
        {
            if (value is not null)
            {
                found = new SubjectParameter(kind, value);
                count++;
            }
        }
    }

    /// <summary>Compares the certificate with the registered value.</summary>
    public MethodDecision Compare(ClientCertificate certificate, RegisteredNames names, bool allowReversedSubjectDn)
    {
        if (Kind is not { } kind)
        {
            return CompareSubject(certificate, names, allowReversedSubjectDn);
        }

        IPAddress? address = null;
        if (kind == SubjectAlternativeNameKind.IPAddress && !TryParseAddress(Value, out address))
        {
            return MethodDecision.Failed(ClientAuthenticationFailureReason.InvalidSubjectParameter, "tls_client_auth_san_ip");
        }

        foreach (SubjectAlternativeName name in certificate.SubjectAlternativeNames)
        {
            if (name.Kind == kind && Matches(name, address))
            {
                return MethodDecision.Matched;
            }
        }

        return MethodDecision.Failed(
            ClientAuthenticationFailureReason.SubjectNotRegistered, $"no subject alternative name of kind {kind} is the registered one");
    }

    private MethodDecision CompareSubject(ClientCertificate certificate, RegisteredNames names, bool allowReversedSubjectDn)
    {
        if (names.Find(Value) is not { } expected)
        {
            return MethodDecision.Failed(ClientAuthenticationFailureReason.InvalidSubjectParameter, "tls_client_auth_subject_dn");
        }

        if (certificate.Subject is not { } subject)
        {
            return MethodDecision.Failed(
                ClientAuthenticationFailureReason.SubjectNotRegistered, "the certificate's subject cannot be read");
        }

        DistinguishedNameComparison comparison = expected.Compare(subject);
        bool matches = comparison.Outcome == DistinguishedNameOutcome.Equal
            || (allowReversedSubjectDn && comparison.Outcome == DistinguishedNameOutcome.EqualInReverseOrder);
        return matches
            ? MethodDecision.Matched
            : MethodDecision.Failed(ClientAuthenticationFailureReason.SubjectNotRegistered, comparison.ToString());
    }

    private bool Matches(SubjectAlternativeName name, IPAddress? address)
    {
        ReadOnlySpan<byte> contents = name.Contents.Span;
        switch (name.Kind)
        {
            case SubjectAlternativeNameKind.IPAddress:
                // RFC 8705 §2.1.2: in binary. So an IPv4 address mapped into IPv6 is another one than the IPv4 address.
                Span<byte> octets = stackalloc byte[16];
                return address!.TryWriteBytes(octets, out int written) && contents.SequenceEqual(octets[..written]);

            case SubjectAlternativeNameKind.Dns:
                // RFC 5280 §7.2: without case, the whole name. A wildcard is a name like any other.
                return Ascii.EqualsIgnoreCase(contents, Value);

            case SubjectAlternativeNameKind.Email:
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

    // IPv4 in its one dotted form, or IPv6 without zone and brackets (RFC 5952). The platform also reads 1, 0x7f.1 and 127.1.
    internal static bool TryParseAddress(string text, [NotNullWhen(true)] out IPAddress? address) =>
        IPAddress.TryParse(text, out address)
        && (address.AddressFamily == AddressFamily.InterNetwork
            ? address.ToString() == text
            : !text.AsSpan().ContainsAny("%[]"));
}
