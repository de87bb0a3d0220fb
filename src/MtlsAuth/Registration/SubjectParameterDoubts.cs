using System.Globalization;
using System.Net;
using System.Text;
using MtlsAuth.Certificates;
using MtlsAuth.Clients;
using MtlsAuth.Names;

namespace MtlsAuth.Registration;

/// <summary>Finds what a certificate can carry, but is more often a mistake of whoever registers it.</summary>
internal static class SubjectParameterDoubts
{
    private const string Country = "2.5.4.6";
    private const string JurisdictionCountry = "1.3.6.1.4.1.311.60.2.1.3";
    private const string CommonName = "2.5.4.3";
    private const string DomainComponent = "0.9.2342.19200300.100.1.25";

    /// <summary>Finds doubts about a value that has no fault.</summary>
    public static IEnumerable<string> Find(SubjectParameter parameter) => parameter.Kind switch
    {
        null => FindInName(parameter.Subject!),
        GeneralNameType.Dns => FindInHostName(parameter.Value),
        GeneralNameType.Uri => FindInUri(parameter.Value),
        GeneralNameType.IPAddress => FindInAddress(IPAddress.Parse(parameter.Value)),
        _ => [],
    };

    private static IEnumerable<string> FindInName(DistinguishedName name)
    {
        IReadOnlyList<RelativeDistinguishedName> names = name.RelativeNames;
        if (Has(names[0], Country, DomainComponent) && names.Count > 1 && Has(names[^1], CommonName))
        {
            yield return "The name begins with a country or domain and ends with the common name: perhaps the order of the encoding, "
                + "as openssl x509 -subject prints it. RFC 4514 has the last RDN of the encoding first.";
        }

        foreach (AttributeTypeAndValue attribute in names.SelectMany(item => item.Attributes))
        {
            if (attribute.Text is not { } text)
            {
                continue;
            }

            if (text.Length == 0)
            {
                yield return $"The value of {attribute.Oid} is empty. Certificates rarely have that (RFC 5280, appendix A.1).";
            }
            else if (attribute.Oid is Country or JurisdictionCountry && !(text.Length == 2 && text.All(char.IsAsciiLetter)))
            {
                yield return $"The value of {attribute.Oid} is not a country code of two letters (ISO 3166-1).";
            }

            if (text.Any(char.IsControl))
            {
                yield return $"The value of {attribute.Oid} has a control character. Certificates rarely have that.";
            }

            if (text.EnumerateRunes().Any(rune => Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format))
            {
                yield return $"The value of {attribute.Oid} has an invisible character, as it comes with what is copied.";
            }

            if (HoldsAttribute(text))
            {
                yield return $"The value of {attribute.Oid} holds what looks like another attribute. Commas separate the RDNs.";
            }
        }
    }

    // A type and an equals sign behind what people take for a separator: CN=client/O=Bank, CN=client O=Bank.
    private static bool HoldsAttribute(string text)
    {
        for (int end = text.IndexOf('=', StringComparison.Ordinal); end >= 0; end = text.IndexOf('=', end + 1))
        {
            ReadOnlySpan<char> before = text.AsSpan(0, end).TrimEnd(' ');
            int start = before.LastIndexOfAny("/|: ");
            if (start >= 0 && AttributeTypes.FindByName(before[(start + 1)..].ToString()) is not null)
            {
                return true;
            }
        }

        return false;
    }

    private static bool Has(RelativeDistinguishedName name, params ReadOnlySpan<string> types)
    {
        foreach (AttributeTypeAndValue attribute in name.Attributes)
        {
            if (types.Contains(attribute.Oid))
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<string> FindInHostName(string name)
    {
        if (name[0] == '*')
        {
            yield return "The wildcard stands for no other host name: the certificate has to have the same wildcard.";
        }

        if (name.Contains('_', StringComparison.Ordinal))
        {
            yield return "An underscore is not allowed in a host name (RFC 1123, section 2.1).";
        }
    }

    private static IEnumerable<string> FindInUri(string uri)
    {
        if (GeneralNameLabel.IsInFrontOf(uri, GeneralNameType.Uri))
        {
            return [GeneralNameLabel.Advice];
        }

        int end = uri.IndexOf(':', StringComparison.Ordinal);
        ReadOnlySpan<char> rest = uri.AsSpan(end + 1);
        int port = rest.IndexOf('/') is var slash && slash < 0 ? rest.Length : slash;
        if (port > 0 && !rest[..port].ContainsAnyExceptInRange('0', '9'))
        {
            return ["This looks like a host name with a port. A URI begins with its scheme, as in https://client.example.com/."];
        }

        return [];
    }

    private static IEnumerable<string> FindInAddress(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            yield return "This is an IPv4 address mapped into IPv6. Certificates have IPv4 addresses as such, and the two are not equal.";
        }
    }
}
