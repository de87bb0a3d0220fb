using MtlsAuth.Certificates;

namespace MtlsAuth.Tool.Commands;

/// <summary>One of the five names that a client of <c>tls_client_auth</c> can register (RFC 8705 §2.1.2).</summary>
/// <param name="Name">What follows <c>tls_client_auth_</c>.</param>
/// <param name="Value">The certificate's name.</param>
internal sealed record SubjectParameter(string Name, string Value)
{
    /// <summary>The names of parameters.</summary>
    public static string[] Names { get; } = ["subject_dn", "san_dns", "san_uri", "san_ip", "san_email"];

    /// <summary>The first that the certificate has; null if it has none.</summary>
    public static SubjectParameter? FindFirst(ClientCertificate certificate) =>
        Names.Select(name => Find(certificate, name)).FirstOrDefault(static found => found is not null);

    /// <summary>The certificate's name for a parameter; null if it has none.</summary>
    public static SubjectParameter? Find(ClientCertificate certificate, string name) => name switch
    {
        "subject_dn" => certificate.Subject is { IsEmpty: false } subject ? new SubjectParameter(name, subject.ToString()) : null,
        "san_dns" => Find(certificate, name, GeneralNameType.Dns),
        "san_uri" => Find(certificate, name, GeneralNameType.Uri),
        "san_ip" => Find(certificate, name, GeneralNameType.IPAddress),
        _ => Find(certificate, name, GeneralNameType.Email),
    };

    /// <summary>The client's metadata with this parameter.</summary>
    public ClientMetadata AddTo(ClientMetadata client) => Name switch
    {
        "subject_dn" => client with { TlsClientAuthSubjectDn = Value },
        "san_dns" => client with { TlsClientAuthSanDns = Value },
        "san_uri" => client with { TlsClientAuthSanUri = Value },
        "san_ip" => client with { TlsClientAuthSanIp = Value },
        _ => client with { TlsClientAuthSanEmail = Value },
    };

    private static SubjectParameter? Find(ClientCertificate certificate, string name, GeneralNameType type) =>
        certificate.SubjectAlternativeNames.FirstOrDefault(item => item.Type == type)?.Text is { Length: > 0 } text
            ? new SubjectParameter(name, text)
            : null;
}
