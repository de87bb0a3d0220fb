using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using MtlsAuth.Certificates;

namespace MtlsAuth.Names;

/// <summary>
/// What stands for an iPAddress: IPv4 in its one dotted form, or IPv6 without zone and brackets (RFC 8705 §2.1.2, RFC 5952).
/// </summary>
internal static class IPAddressSyntax
{
    private static readonly SearchValues<char> DigitsAndDots = SearchValues.Create("0123456789.");
    private static readonly SearchValues<char> AddressCharacters = SearchValues.Create("0123456789abcdefABCDEF.:");

    /// <summary>Reads an address. The platform also reads 1, 0x7f.1, 127.1 and 010.0.0.1.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out IPAddress? address) =>
        IPAddress.TryParse(text, out address)
        && (address.AddressFamily == AddressFamily.InterNetwork ? IsCanonical(address, text) : IsPlain(text));

    /// <summary>Says what keeps a text from being an address; null if nothing does.</summary>
    public static NameFault? FindFault(ReadOnlySpan<char> text) => TryParse(text, out _) ? null : Describe(text);

    private static NameFault Describe(ReadOnlySpan<char> text)
    {
        int scheme = text.IndexOf("://");
        if (scheme >= 0)
        {
            return new(scheme, "This is a URI. Register it as tls_client_auth_san_uri.");
        }

        int other = text.IndexOfAnyExcept(AddressCharacters);
        if (other >= 0)
        {
            return new(other, text[other] switch
            {
                '[' or ']' => "Write an IPv6 address without brackets and port.",
                '%' => "Write the address without its zone.",
                '/' => "Write one address, without a prefix length.",
                ',' or ';' => "Only one address can be registered.",
                ' ' => "Leave out the space.",
                < ' ' or > '~' => "An address consists of digits, dots and colons.",
                _ => "This is no IP address. A host name is registered as tls_client_auth_san_dns.",
            });
        }

        int colon = text.IndexOf(':');
        if (colon > 0 && colon == text.LastIndexOf(':') && IsDotted(text[..colon]))
        {
            return new(colon, "Write the address without a port.");
        }

        return new(0, text.IsEmpty ? "The address is empty."
            : colon >= 0 ? "This is not an IPv6 address."
            : text.ContainsAnyExcept(DigitsAndDots) ? "This is no IP address. A host name is registered as tls_client_auth_san_dns."
            : "An IPv4 address has four numbers from 0 to 255, without leading zeros.");
    }

    // RFC 4291 §2.2: the last two groups may be written as an IPv4 address.
    private static bool IsPlain(ReadOnlySpan<char> text) =>
        !text.ContainsAny("%[]/") && (!text.Contains('.') || IsDotted(text[(text.LastIndexOf(':') + 1)..]));

    private static bool IsDotted(ReadOnlySpan<char> text) =>
        IPAddress.TryParse(text, out IPAddress? address)
        && address.AddressFamily == AddressFamily.InterNetwork
        && IsCanonical(address, text);

    private static bool IsCanonical(IPAddress address, ReadOnlySpan<char> text)
    {
        Span<char> canonical = stackalloc char[64];
        return address.TryFormat(canonical, out int length) && text.SequenceEqual(canonical[..length]);
    }
}
