using System.Net;
using System.Net.Sockets;

namespace MtlsAuth.AspNetCore.Forwarding;

/// <summary>Reads the addresses and networks of proxies, each in one spelling only.</summary>
/// <remarks>
/// The platform reads <c>10.1</c> as 10.0.0.1, <c>010.0.0.1</c> as 8.0.0.1 and <c>1</c> as 0.0.0.1. Who comes from a known address is
/// believed whatever header it sends, so what the operator meant is not guessed: an address is the text that the platform writes for it
/// (RFC 5952 for IPv6). IPv4 addresses mapped into IPv6 have that of IPv4, as which connections from them are compared.
/// </remarks>
internal static class ProxyNetworks
{
    /// <summary>The shortest prefixes that need no setting of their own.</summary>
    private const int ShortestPrefixIPv4 = 8;
    private const int ShortestPrefixIPv6 = 16;

    /// <summary>Reads an address, as the network that has only this one in it.</summary>
    /// <returns>Whether it was read.</returns>
    public static bool TryReadAddress(string? text, out IPNetwork network)
    {
        network = default;
        if (!IPAddress.TryParse(text, out IPAddress? address)
            || address.ToString() != text
            || address.IsIPv4MappedToIPv6
            || IsScoped(address)
            || address.Equals(IPAddress.Any)
            || address.Equals(IPAddress.IPv6Any))
        {
            return false;
        }

        network = new IPNetwork(address, address.GetAddressBytes().Length * 8);
        return true;
    }

    /// <summary>Reads a network in CIDR notation, which leaves somebody out and has no bits behind its prefix.</summary>
    /// <returns>Whether it was read.</returns>
    public static bool TryReadNetwork(string? text, out IPNetwork network) =>
        IPNetwork.TryParse(text, out network)
        && network.ToString() == text
        && network.PrefixLength > 0
        && !network.BaseAddress.IsIPv4MappedToIPv6
        && !IsScoped(network.BaseAddress);

    /// <summary>Whether a network has more addresses in it than anybody's proxies.</summary>
    public static bool IsWide(IPNetwork network) => network.PrefixLength
        < (network.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? ShortestPrefixIPv4 : ShortestPrefixIPv6);

    // fe80::1%2: the number of an interface, which may be another after the next start.
    private static bool IsScoped(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 && address.ScopeId != 0;
}
