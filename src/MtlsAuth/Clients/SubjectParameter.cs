using System.Net;
using System.Text;
using MtlsAuth.Certificates;
using MtlsAuth.Names;

namespace MtlsAuth.Clients;

/// <summary>A parameter of <c>tls_client_auth</c>: the name that a certificate has to carry, or why none can (RFC 8705 §2.1.2).</summary>
internal sealed class SubjectParameter
{
    private const int MaximumLength = 4 * 1024;

    /// <param name="member">The parameter's name in client metadata.</param>
    /// <param name="kind">Where in the certificate; null for the subject.</param>
    /// <param name="value">The registered text.</param>
    public SubjectParameter(string member, GeneralNameType? kind, string value)
    {
        Member = member;
        Kind = kind;
        Value = value;
        if (kind is not { } alternative)
        {
            Subject = DistinguishedName.ParseRegistered(value, out NameFault? fault);
            Fault = fault?.ToString();
            return;
        }

        Fault = FindFault(alternative, value)?.ToString();
        AlternativeName = Fault is null ? new GeneralName(alternative, Encode(alternative, value)) : null;
    }

    /// <summary>The parameter's name in client metadata.</summary>
    public string Member { get; }

    /// <summary>Where in the certificate; null for the subject.</summary>
    public GeneralNameType? Kind { get; }

    /// <summary>The registered text.</summary>
    public string Value { get; }

    /// <summary>The name that the text is, if it is a distinguished name.</summary>
    public DistinguishedName? Subject { get; }

    /// <summary>The name that the text is, if it is an alternative name; of URIs the parts without case are in lower case.</summary>
    public GeneralName? AlternativeName { get; }

    /// <summary>Why no certificate can carry the value; null if one can.</summary>
    public string? Fault { get; }

    /// <summary>All parameters that the client has, in the order of RFC 8705 §2.1.2.</summary>
    public static IReadOnlyList<SubjectParameter> FindAll(ClientMetadata client)
    {
        List<SubjectParameter> found = new(capacity: 1);
        Add("tls_client_auth_subject_dn", null, client.TlsClientAuthSubjectDn);
        Add("tls_client_auth_san_dns", GeneralNameType.Dns, client.TlsClientAuthSanDns);
        Add("tls_client_auth_san_uri", GeneralNameType.Uri, client.TlsClientAuthSanUri);
        Add("tls_client_auth_san_ip", GeneralNameType.IPAddress, client.TlsClientAuthSanIp);
        Add("tls_client_auth_san_email", GeneralNameType.Email, client.TlsClientAuthSanEmail);
        return found;

        void Add(string member, GeneralNameType? kind, string? value)
        {
            if (value is not null)
            {
                found.Add(new SubjectParameter(member, kind, value));
            }
        }
    }

    /// <summary>The name of the chain's root, which is no subject parameter but read as one; null if the client has none.</summary>
    public static SubjectParameter? FindRoot(ClientMetadata client) =>
        client.TlsClientAuthRootDn is { } root ? new SubjectParameter("tls_client_auth_root_dn", null, root) : null;

    private static NameFault? FindFault(GeneralNameType kind, string value)
    {
        if (value.Length > MaximumLength)
        {
            return new(MaximumLength, "The value is too long for any certificate.");
        }

        NameFault? fault = kind switch
        {
            GeneralNameType.Dns => HostNameSyntax.FindFault(value),
            GeneralNameType.Uri => UriSyntax.FindFault(value),
            GeneralNameType.IPAddress => IPAddressSyntax.FindFault(value),
            _ => MailAddressSyntax.FindFault(value),
        };
        return fault is not null && GeneralNameLabel.IsInFrontOf(value, kind)
            ? new(0, GeneralNameLabel.Advice)
            : fault;
    }

    private static byte[] Encode(GeneralNameType kind, string value) => kind switch
    {
        GeneralNameType.IPAddress => IPAddress.Parse(value).GetAddressBytes(),
        GeneralNameType.Uri => Encoding.ASCII.GetBytes(UriCaseNormalization.Normalize(value)),
        _ => Encoding.ASCII.GetBytes(value),
    };
}
