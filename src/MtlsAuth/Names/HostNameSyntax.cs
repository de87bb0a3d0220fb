using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;
using MtlsAuth.Certificates;

namespace MtlsAuth.Names;

/// <summary>What a dNSName can be: the preferred name syntax of RFC 1034 §3.5, as RFC 5280 §4.2.1.6 wants it.</summary>
/// <remarks>
/// Beyond that, underscores, and a wildcard as the first label: generators write them, and each is compared as it stands.
/// </remarks>
internal static class HostNameSyntax
{
    private const int MaximumLength = 253;
    private const int MaximumLabelLength = 63;

    private static readonly SearchValues<char> DigitsAndDots = SearchValues.Create("0123456789.");

    /// <summary>Finds what a host name cannot have; null if there is nothing.</summary>
    public static NameFault? FindFault(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty)
        {
            return new(0, "The host name is empty.");
        }

        if (FindOtherKind(name) is { } otherKind)
        {
            return otherKind;
        }

        int start = 0;
        for (int i = 0; i <= name.Length; i++)
        {
            if (i < name.Length && name[i] != '.')
            {
                if (!IsAllowed(name, i))
                {
                    return new(i, GetAdvice(name, name[i]));
                }
            }
            else if (FindFaultOfLabel(name[start..i], isLast: i == name.Length) is { } advice)
            {
                return new(i == name.Length && start == i ? i - 1 : start, advice);
            }
            else
            {
                start = i + 1;
            }
        }

        return name.Length > MaximumLength ? new(MaximumLength, "A host name has at most 253 characters.") : null;
    }

    private static NameFault? FindOtherKind(ReadOnlySpan<char> name)
    {
        int scheme = name.IndexOf("://");
        if (scheme >= 0)
        {
            return new(scheme, "This is a URI. Leave out all but the host name, or register it as tls_client_auth_san_uri.");
        }

        int at = name.IndexOf('@');
        if (at >= 0)
        {
            return new(at, "This is an e-mail address. Register it as tls_client_auth_san_email.");
        }

        return IPAddress.TryParse(name, out _) || (name.ContainsAnyInRange('0', '9') && !name.ContainsAnyExcept(DigitsAndDots))
            ? new(0, "This is an IP address. Register it as tls_client_auth_san_ip.")
            : null;
    }

    private static bool IsAllowed(ReadOnlySpan<char> name, int index) =>
        char.IsAsciiLetterOrDigit(name[index]) || name[index] is '-' or '_' || (index == 0 && name is ['*', '.', ..]);

    private static string? FindFaultOfLabel(ReadOnlySpan<char> label, bool isLast) =>
        label.IsEmpty ? isLast
            ? "A dNSName has no dot at its end (RFC 5280, section 4.2.1.6). Leave it out."
            : "A label is empty. Leave out the dot."
        : label.Length > MaximumLabelLength ? "A label has at most 63 characters."
        : label[0] == '-' || label[^1] == '-' ? "A label begins and ends with a letter or a digit."
        : null;

    private static string GetAdvice(ReadOnlySpan<char> name, char character) => character switch
    {
        > '\x7F' => $"A dNSName is ASCII. {GetAsciiAdvice(name)}",
        ':' => "Leave out the port.",
        '/' => "Leave out the path.",
        ',' or ';' => "Only one host name can be registered.",
        '*' => "Only a whole first label can be an asterisk, which stands for itself.",
        ' ' => "Leave out the space.",
        < ' ' or '\x7F' => "Leave out the control character.",
        _ => "A host name consists of letters, digits, hyphens and dots.",
    };

    private static string GetAsciiAdvice(ReadOnlySpan<char> name)
    {
        const string Advice = "Write an internationalised name in its ASCII form, with xn-- (RFC 5891).";
        if (name.Length > MaximumLength)
        {
            return Advice;
        }

        try
        {
            string ascii = new IdnMapping().GetAscii(name.ToString());
            return Ascii.IsValid(ascii) && FindFault(ascii) is null ? $"The ASCII form is {ascii}." : Advice;
        }
        catch (ArgumentException)
        {
            // Not an internationalised name either.
            return Advice;
        }
    }
}
