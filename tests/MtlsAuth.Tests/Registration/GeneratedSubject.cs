using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using CsCheck;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.Registration;

/// <summary>A subject parameter of <c>tls_client_auth</c>, and the certificate that an authority would issue for it.</summary>
/// <param name="Name">The member.</param>
/// <param name="Value">The registered value.</param>
/// <param name="CreateCertificate">Makes the certificate under an authority; null where there is no such certificate.</param>
internal sealed record GeneratedSubject(string Name, string Value, Func<X509Certificate2, X509Certificate2>? CreateCertificate)
{
    // Types that the platform's builder knows, and values with all that RFC 4514 has to escape.
    private static readonly Gen<(string Type, string Value)> Attribute = Gen.Select(
        Gen.OneOf("CN", "O", "OU", "L"),
        Gen.OneOf(
            "client", "Bank, Inc.", "a+b", "a=b", "\"quoted\"", "back\\slash", "<a>;b", "#hash", " before", "behind ", "Zoë", "雪", "a  b"));

    private static readonly Gen<GeneratedSubject> DistinguishedName = Attribute.Array[1, 3].Select(attributes => new GeneratedSubject(
        "tls_client_auth_subject_dn",
        string.Join(',', attributes.Select(attribute => $"{attribute.Type}={Escape(attribute.Value)}")),
        authority => Issue(authority, BuildName(attributes), null)));

    private static readonly Gen<GeneratedSubject> AlternativeName = Gen.OneOf(
        AlternativeNameOf("tls_client_auth_san_dns", 2, "client.example", "CLIENT.Example", "*.example", "xn--bcher-kva.example", "_a.b"),
        AlternativeNameOf("tls_client_auth_san_uri", 6, "https://client.example/a%20b", "urn:x:y", "spiffe://Example.org/c", "https://c"),
        AlternativeNameOf("tls_client_auth_san_email", 1, "c@client.example", "A.b@CLIENT.example", "\"a b\"@client.example"),
        Gen.OneOf("192.0.2.1", "2001:db8::1", "2001:DB8:0::1", "::ffff:192.0.2.1", "0.0.0.0").Select(address => new GeneratedSubject(
            "tls_client_auth_san_ip",
            address,
            authority => Issue(authority, BuildName([]), GeneralName(7, IPAddress.Parse(address).GetAddressBytes())))));

    // What says nothing, or what no conforming certificate can carry.
    private static readonly Gen<GeneratedSubject> NoCertificate = Gen.OneOf(
        NoCertificateFor("tls_client_auth_subject_dn", string.Empty, " ", "client", "CN", "CN=a,", "CN=a\nb"),
        NoCertificateFor("tls_client_auth_san_dns", string.Empty, " ", "a b", "\u0001", "ü.example", "a/b", "client.example."),
        NoCertificateFor("tls_client_auth_san_uri", string.Empty, " ", "a b", "\u0001", "relative", "https://ü.example"),
        NoCertificateFor("tls_client_auth_san_ip", string.Empty, " ", "127.1", "[::1]", "::1%1", "ü", "192.0.2.1/32"),
        NoCertificateFor("tls_client_auth_san_email", string.Empty, " ", "@", "a@", "@a", "ü@client.example", "client"));

    /// <summary>Any of them.</summary>
    public static Gen<GeneratedSubject> Any { get; } =
        Gen.Frequency((4, DistinguishedName), (4, AlternativeName), (1, NoCertificate));

    private static Gen<GeneratedSubject> AlternativeNameOf(string name, int tag, params string[] values) =>
        Gen.OneOf(values).Select(value => new GeneratedSubject(
            name, value, authority => Issue(authority, BuildName([]), GeneralName(tag, Encoding.ASCII.GetBytes(value)))));

    private static Gen<GeneratedSubject> NoCertificateFor(string name, params string[] values) =>
        Gen.OneOf(values).Select(value => new GeneratedSubject(name, value, null));

    private static X509Certificate2 Issue(X509Certificate2 authority, X500DistinguishedName subject, X509Extension? alternativeName)
    {
        using ECDsa key = TestKeys.CreateP256();
        CertificateRequest request = new(subject, key, HashAlgorithmName.SHA256);
        if (alternativeName is not null)
        {
            request.CertificateExtensions.Add(alternativeName);
        }

        return request.Create(authority, authority.NotBefore, authority.NotAfter, [1, 2, 3]);
    }

    // RFC 4514 writes the last RDN first, and so does the platform's builder: what is added first ends up last.
    private static X500DistinguishedName BuildName((string Type, string Value)[] attributes)
    {
        X500DistinguishedNameBuilder builder = new();
        foreach ((string type, string value) in attributes)
        {
            builder.Add(new Oid(Identifier(type)), value, UniversalTagNumber.UTF8String);
        }

        return builder.Build();
    }

    private static string Identifier(string type) => type switch
    {
        "CN" => "2.5.4.3",
        "O" => "2.5.4.10",
        "OU" => "2.5.4.11",
        _ => "2.5.4.7",
    };

    // RFC 4514 §2.4.
    private static string Escape(string value)
    {
        string escaped = string.Concat(value.Select(character => "\"+,;<>\\".Contains(character) ? $"\\{character}" : $"{character}"));
        escaped = escaped is ['#' or ' ', ..] ? "\\" + escaped : escaped;
        return escaped.EndsWith(' ') ? escaped[..^1] + "\\ " : escaped;
    }

    private static X509Extension GeneralName(int tag, byte[] contents)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteOctetString(contents, new Asn1Tag(TagClass.ContextSpecific, tag));
        }

        return new X509Extension("2.5.29.17", writer.Encode(), critical: true);
    }
}
