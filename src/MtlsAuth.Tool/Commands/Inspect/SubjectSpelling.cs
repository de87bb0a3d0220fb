using System.Buffers;
using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MtlsAuth.Certificates;

namespace MtlsAuth.Tool.Commands;

/// <summary>A certificate's subject as other programs print it, so that it is recognised wherever it was copied from.</summary>
/// <param name="OpenSsl"><c>openssl x509 -subject</c> since 3.2.</param>
/// <param name="Rfc2253"><c>openssl x509 -subject -nameopt RFC2253</c>, and nginx's <c>$ssl_client_s_dn</c>.</param>
/// <param name="Oneline">OpenSSL before 1.1, and nginx's <c>$ssl_client_s_dn_legacy</c>.</param>
/// <param name="Windows">.NET, and the dialogues of Windows.</param>
internal sealed record SubjectSpelling(string OpenSsl, string Rfc2253, string Oneline, string? Windows)
{
    private const string BeyondAscii = "\\{0:X2}";

    private static readonly SearchValues<char> Special = SearchValues.Create(",+\"\\<>;");

    // As OpenSSL 3 names them in its table of objects.
    private static readonly Dictionary<string, string> ShortNames = new(StringComparer.Ordinal)
    {
        ["2.5.4.3"] = "CN",
        ["2.5.4.4"] = "SN",
        ["2.5.4.5"] = "serialNumber",
        ["2.5.4.6"] = "C",
        ["2.5.4.7"] = "L",
        ["2.5.4.8"] = "ST",
        ["2.5.4.9"] = "street",
        ["2.5.4.10"] = "O",
        ["2.5.4.11"] = "OU",
        ["2.5.4.12"] = "title",
        ["2.5.4.13"] = "description",
        ["2.5.4.15"] = "businessCategory",
        ["2.5.4.16"] = "postalAddress",
        ["2.5.4.17"] = "postalCode",
        ["2.5.4.20"] = "telephoneNumber",
        ["2.5.4.41"] = "name",
        ["2.5.4.42"] = "GN",
        ["2.5.4.43"] = "initials",
        ["2.5.4.44"] = "generationQualifier",
        ["2.5.4.45"] = "x500UniqueIdentifier",
        ["2.5.4.46"] = "dnQualifier",
        ["2.5.4.51"] = "houseIdentifier",
        ["2.5.4.65"] = "pseudonym",
        ["2.5.4.72"] = "role",
        ["2.5.4.97"] = "organizationIdentifier",
        ["1.2.840.113549.1.9.1"] = "emailAddress",
        ["0.9.2342.19200300.100.1.1"] = "UID",
        ["0.9.2342.19200300.100.1.25"] = "DC",
        ["1.3.6.1.4.1.311.60.2.1.1"] = "jurisdictionL",
        ["1.3.6.1.4.1.311.60.2.1.2"] = "jurisdictionST",
        ["1.3.6.1.4.1.311.60.2.1.3"] = "jurisdictionC",
    };

    /// <summary>Spells a certificate's subject; null if it has no attributes, or one whose value is not text.</summary>
    public static SubjectSpelling? Of(ClientCertificate certificate)
    {
        try
        {
            ReadOnlyMemory<byte> subject = FindSubject(certificate);
            List<List<(string Type, string Value)>> names = Read(subject);
            return names.Count == 0 ? null : new SubjectSpelling(
                string.Join(", ", names.Select(static name => Join(name, " + ", QuoteAsOpenSsl))),
                string.Join(
                    ',',
                    names.AsEnumerable().Reverse().Select(static name => Join(name.AsEnumerable().Reverse(), "+", EscapeAsRfc2253))),
                string.Concat(names.Select(static name => "/" + Join(name, "+", EscapeAsOneline))),
                FindWindows(subject.Span));
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    private static ReadOnlyMemory<byte> FindSubject(ClientCertificate certificate)
    {
        AsnReader fields = new AsnReader(certificate.RawData, AsnEncodingRules.DER).ReadSequence().ReadSequence();

        // Version, which the first one does not write, serialNumber, signature, issuer and validity (RFC 5280 §4.1).
        for (int before = certificate.Version == 1 ? 4 : 5; before > 0; before--)
        {
            fields.ReadEncodedValue();
        }

        return fields.ReadEncodedValue();
    }

    private static string? FindWindows(ReadOnlySpan<byte> subject)
    {
        try
        {
            return new X500DistinguishedName(subject).Name;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static List<List<(string Type, string Value)>> Read(ReadOnlyMemory<byte> subject)
    {
        List<List<(string Type, string Value)>> names = [];
        AsnReader sequence = new AsnReader(subject, AsnEncodingRules.DER).ReadSequence();
        while (sequence.HasData)
        {
            // In DER the attributes of a set are sorted; not all that is in use is.
            AsnReader set = sequence.ReadSetOf(skipSortOrderValidation: true);
            List<(string Type, string Value)> name = [];
            while (set.HasData)
            {
                AsnReader attribute = set.ReadSequence();
                string oid = attribute.ReadObjectIdentifier();
                name.Add((ShortNames.GetValueOrDefault(oid, oid), ReadText(attribute)));
            }

            names.Add(name);
        }

        return names;
    }

    private static string ReadText(AsnReader attribute)
    {
        Asn1Tag tag = attribute.PeekTag();
        return (UniversalTagNumber)tag.TagValue switch
        {
            UniversalTagNumber.UTF8String or UniversalTagNumber.PrintableString or UniversalTagNumber.IA5String
                or UniversalTagNumber.NumericString or UniversalTagNumber.BMPString or UniversalTagNumber.T61String =>
                attribute.ReadCharacterString((UniversalTagNumber)tag.TagValue),
            _ => "#" + Convert.ToHexString(attribute.ReadEncodedValue().Span),
        };
    }

    private static string Join(IEnumerable<(string Type, string Value)> name, string separator, Func<string, string> escape) =>
        string.Join(separator, name.Select(attribute => $"{attribute.Type}={escape(attribute.Value)}"));

    // As -nameopt oneline has it: quotation marks around what would have to be escaped.
    private static string QuoteAsOpenSsl(string value)
    {
        if (!value.AsSpan().ContainsAny(Special) && value is not ([' ' or '#', ..] or [.., ' ']))
        {
            return Escape(value, BeyondAscii);
        }

        string inside = value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        return $"\"{Escape(inside, BeyondAscii)}\"";
    }

    // RFC 2253 §2.4, and the octets of UTF-8 beyond ASCII as OpenSSL's esc_msb writes them.
    private static string EscapeAsRfc2253(string value)
    {
        StringBuilder text = new();
        for (int index = 0; index < value.Length; index++)
        {
            bool isAtEdge = (index == 0 && value[index] is ' ' or '#') || (index == value.Length - 1 && value[index] == ' ');
            text.Append(isAtEdge || Special.Contains(value[index]) ? "\\" : string.Empty).Append(value[index]);
        }

        return Escape(text.ToString(), BeyondAscii);
    }

    private static string EscapeAsOneline(string value) => Escape(value, "\\x{0:X2}");

    private static string Escape(string value, string format)
    {
        StringBuilder text = new();
        for (int index = 0; index < value.Length; index++)
        {
            _ = value[index] is >= ' ' and <= '~' ? text.Append(value[index]) : AppendOctets(text, value, ref index, format);
        }

        return text.ToString();
    }

    private static StringBuilder AppendOctets(StringBuilder text, string value, ref int index, string format)
    {
        int length = char.IsHighSurrogate(value[index]) && index + 1 < value.Length ? 2 : 1;
        foreach (byte octet in Encoding.UTF8.GetBytes(value.Substring(index, length)))
        {
            text.Append(string.Format(CultureInfo.InvariantCulture, format, octet));
        }

        index += length - 1;
        return text;
    }
}
