using MtlsAuth.Certificates;

namespace MtlsAuth.Names;

/// <summary>What an rfc822Name can be: the Mailbox of RFC 5321 §4.1.2 in ASCII, nothing around it (RFC 5280 §4.2.1.6).</summary>
internal static class MailAddressSyntax
{
    // RFC 5322 §3.2.3. Dots are not counted: two of them side by side are in use.
    private const string AtomPunctuation = "!#$%&'*+-/=?^_`{|}~.";

    /// <summary>Finds what an address cannot have; null if there is nothing.</summary>
    public static NameFault? FindFault(ReadOnlySpan<char> address)
    {
        if (address.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase))
        {
            return new(0, "Write the address without mailto.");
        }

        int local = FindEndOfQuotedLocalPart(address);
        bool isQuoted = local > 0;
        if (!isQuoted && address.Contains('<'))
        {
            return new(address.IndexOf('<'), GetAdvice('<'));
        }

        while (!isQuoted && local < address.Length && address[local] != '@')
        {
            if (!char.IsAsciiLetterOrDigit(address[local]) && !AtomPunctuation.Contains(address[local]))
            {
                return new(local, GetAdvice(address[local]));
            }

            local++;
        }

        if (local == address.Length || local == 0)
        {
            return new(local, local == 0 && !address.IsEmpty
                ? "The part in front of the at sign is missing."
                : "The at sign is missing. A host name is registered as tls_client_auth_san_dns.");
        }

        int host = local + 1;
        return FindFaultOfHost(address[host..]) is { } fault ? new(host + fault.Position, fault.Advice) : null;
    }

    private static NameFault? FindFaultOfHost(ReadOnlySpan<char> host)
    {
        // RFC 5321 §4.1.3: an address literal.
        if (host is ['[', .. var literal, ']'])
        {
            literal = literal.StartsWith("IPv6:", StringComparison.OrdinalIgnoreCase) ? literal["IPv6:".Length..] : literal;
            return IPAddressSyntax.TryParse(literal, out _) ? null : new(0, "The brackets do not hold an IP address.");
        }

        int other = host.IndexOfAny("@>,; ");
        return host.IsEmpty ? new(0, "The host behind the at sign is missing.")
            : other >= 0 ? new(other, GetAdvice(host[other]))
            : host[0] == '*' ? new(0, "An address has no wildcard.")
            : HostNameSyntax.FindFault(host);
    }

    /// <summary>The index of the at sign behind a quoted local part; 0 where a quotation is a display name, or there is none.</summary>
    private static int FindEndOfQuotedLocalPart(ReadOnlySpan<char> address)
    {
        bool isEscaped = false;
        for (int i = 1; address is ['"', ..] && i < address.Length && address[i] is >= ' ' and <= '~'; i++)
        {
            if (address[i] == '"' && !isEscaped)
            {
                return address[(i + 1)..] is ['@', ..] && i > 1 ? i + 1 : 0;
            }

            isEscaped = address[i] == '\\' && !isEscaped;
        }

        return 0;
    }

    private static string GetAdvice(char character) => character switch
    {
        '<' or '>' or '"' or ' ' => "Write the address alone, without display name, angle brackets and spaces.",
        ',' or ';' or '@' => "Only one address can be registered.",
        < ' ' or '\x7F' => "Leave out the control character.",
        > '\x7F' => "An rfc822Name is ASCII. Other characters in front of the at sign need a SmtpUTF8Mailbox (RFC 9598), which cannot "
            + "be registered.",
        _ => "An address cannot have this character in front of the at sign.",
    };
}
