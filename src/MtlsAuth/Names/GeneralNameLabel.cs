using MtlsAuth.Certificates;

namespace MtlsAuth.Names;

/// <summary>What tools print in front of a subject alternative name: <c>DNS:</c> (OpenSSL, Java), <c>DNS Name=</c> (Windows).</summary>
internal static class GeneralNameLabel
{
    /// <summary>What to do about a label.</summary>
    public const string Advice = "A tool prints a label in front of the name. Leave it out.";

    /// <summary>Whether the value begins with a label of its type. It may be a name nevertheless: ask where it has a fault.</summary>
    public static bool IsInFrontOf(string value, GeneralNameType type)
    {
        int end = value.AsSpan().IndexOfAny(':', '=');
        string label = end < 0 ? string.Empty : value[..end].Replace(" ", string.Empty, StringComparison.Ordinal).ToUpperInvariant();
        return type switch
        {
            GeneralNameType.Dns => label is "DNS" or "DNSNAME",
            GeneralNameType.Uri => label is "URI" or "URINAME" or "URL" or "UNIFORMRESOURCEIDENTIFIER",
            GeneralNameType.IPAddress => label is "IP" or "IPADDRESS",
            _ => label is "EMAIL" or "E-MAIL" or "RFC822" or "RFC822NAME",
        };
    }
}
