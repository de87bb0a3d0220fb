using MtlsAuth.Certificates;
using MtlsAuth.Forwarding;
using MtlsAuth.Testing.Forwarding;
using static MtlsAuth.Forwarding.ForwardedCertificateFormat;

namespace MtlsAuth.Testing.Hostile;

/// <summary>Writes headers and spoils them.</summary>
internal static class HostileHeaders
{
    // More than each limit allows: the value's and the chain's.
    private const int TooLong = 250_000;

    private static readonly byte[] Client = TestCertificates.Rsa(1024).Create().Der.ToArray();
    private static readonly byte[] Other = TestCertificates.Ec().Create().Der.ToArray();

    public static IReadOnlyList<HostileHeader> Create() =>
    [
        .. Enum.GetValues<ForwardedCertificateFormat>().SelectMany(OfEach),
        .. OfPem(), .. OfBase64(), .. OfRfc9440(), .. OfEnvoy(), .. OfTraefik(),
    ];

    // What is wrong in every format.
    private static IEnumerable<HostileHeader> OfEach(ForwardedCertificateFormat format)
    {
        string value = format.Encode(Client);
        yield return new(format, "nothing", [""], CertificateFormatError.None, PresentedCertificateStatus.HeaderEmpty);
        yield return new(
            format,
            "what Apache writes for nothing",
            ["(null)"],
            CertificateFormatError.None,
            PresentedCertificateStatus.HeaderNull);
        yield return new(
            format,
            "twice",
            [value, format.Encode(Other)],
            CertificateFormatError.MalformedHeader,
            PresentedCertificateStatus.HeaderDuplicated);
        yield return new(
            format, "far too long", [new string('A', TooLong)], CertificateFormatError.TooLarge, PresentedCertificateStatus.HeaderTooLarge);
        yield return new(
            format,
            "a certificate with an octet behind it",
            [format.Encode([.. Client, 0x00])],
            CertificateFormatError.TrailingData);
        yield return new(
            format, "DER that is no certificate", [format.Encode([0x30, 0x03, 0x02, 0x01, 0x2A])], CertificateFormatError.MalformedDer);
    }

    private static IEnumerable<HostileHeader> OfPem()
    {
        string pem = Pem.Encode(Client);
        string encoded = PercentEncodedPem.Encode(Client);
        yield return new(
            Pem,
            "a private key in its place",
            [pem.Replace("CERTIFICATE", "PRIVATE KEY", StringComparison.Ordinal)],
            CertificateFormatError.PrivateKeyPresent);
        yield return new(Pem, "two certificates", [pem + " " + Pem.Encode(Other)], CertificateFormatError.TooManyCertificates);
        yield return new(Pem, "text in front", ["x " + pem], CertificateFormatError.NoCertificate);
        yield return new(Pem, "no end", [pem[..^10]], CertificateFormatError.MalformedPem);
        yield return new(Pem, "percent-encoded", [encoded], CertificateFormatError.NoCertificate);
        yield return new(PercentEncodedPem, "not encoded", [pem], CertificateFormatError.MalformedPercentEncoding);
        yield return new(
            PercentEncodedPem,
            "no hexadecimal digits",
            [encoded.Replace("%0A", "%zz", StringComparison.Ordinal)],
            CertificateFormatError.MalformedPercentEncoding);
        yield return new(PercentEncodedPem, "encoded twice", [Uri.EscapeDataString(encoded)], CertificateFormatError.NoCertificate);
        yield return new(
            PercentEncodedPem,
            "a plus for a space",
            [encoded.Replace("%20", "+", StringComparison.Ordinal)],
            CertificateFormatError.NoCertificate);
        yield return new(
            PercentEncodedPem,
            "two certificates",
            [encoded + PercentEncodedPem.Encode(Other)],
            CertificateFormatError.TooManyCertificates);
    }

    private static IEnumerable<HostileHeader> OfBase64()
    {
        string value = Base64Der.Encode(Client);
        yield return new(
            Base64Der,
            "base64url",
            [Convert.ToBase64String(Client).Replace('+', '-').Replace('/', '_').Insert(4, "-")],
            CertificateFormatError.MalformedBase64);
        yield return new(Base64Der, "white space inside", [value.Insert(64, " ")], CertificateFormatError.MalformedBase64);
        yield return new(Base64Der, "two certificates", [$"{value},{Base64Der.Encode(Other)}"], CertificateFormatError.MalformedBase64);
    }

    private static IEnumerable<HostileHeader> OfRfc9440()
    {
        string value = Rfc9440.Encode(Client);
        yield return new(Rfc9440, "no colons", [value.Trim(':')], CertificateFormatError.MalformedHeader);
        yield return new(Rfc9440, "parameters", [value + ";a=1"], CertificateFormatError.MalformedHeader);
        yield return new(Rfc9440, "a list", [$"{value}, {Rfc9440.Encode(Other)}"], CertificateFormatError.MalformedHeader);
    }

    private static IEnumerable<HostileHeader> OfEnvoy()
    {
        string value = EnvoyXfcc.Encode(Client);
        string other = EnvoyXfcc.Encode(Other);
        yield return new(
            EnvoyXfcc,
            "the hash of another certificate",
            [value.Replace(Hash(value), Hash(other), StringComparison.Ordinal)],
            CertificateFormatError.HashMismatch);
        yield return new(
            EnvoyXfcc,
            "no certificate",
            [value[..value.IndexOf(";Cert", StringComparison.Ordinal)]],
            CertificateFormatError.NoCertificate);
        yield return new(EnvoyXfcc, "an element in front", [$"{other},{value}"], CertificateFormatError.TooManyCertificates);
        yield return new(
            EnvoyXfcc,
            "an element out of an alternative name",
            [$"{value}a,{other}"],
            CertificateFormatError.TooManyCertificates);
        yield return new(EnvoyXfcc, "two certificates in an element", [$"{value};{other}"], CertificateFormatError.MalformedHeader);
        yield return new(
            EnvoyXfcc,
            "an open quote",
            [value.Replace("\";Subject", ";Subject", StringComparison.Ordinal)],
            CertificateFormatError.MalformedHeader);
        yield return new(EnvoyXfccAppended, "alternative names", [value], CertificateFormatError.MalformedHeader);
    }

    private static IEnumerable<HostileHeader> OfTraefik()
    {
        string value = TraefikList.Encode(Client);
        yield return new(TraefikList, "boundaries", [Pem.Encode(Client)], CertificateFormatError.MalformedPercentEncoding);
        yield return new(TraefikList, "semicolons", [$"{value};{value}"], CertificateFormatError.MalformedBase64);
    }

    private static string Hash(string value)
    {
        int position = value.IndexOf("Hash=", StringComparison.Ordinal) + "Hash=".Length;
        return value.Substring(position, 64);
    }
}
