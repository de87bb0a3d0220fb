using System.Net;
using System.Net.Sockets;

namespace MtlsAuth.JwksUri.Fetching;

/// <summary>Addresses that no public server has: those a client must not make this server connect to.</summary>
/// <remarks>
/// The registries of special-purpose addresses of IANA (RFC 6890) as a whole. A few of their networks can be reached globally, for
/// protocols that have nothing to do with key sets. A translator from IPv6 to IPv4 with a prefix of the operator's own (RFC 6052 §2.2)
/// cannot be known here.
/// </remarks>
internal static class SpecialPurposeNetworks
{
    private static readonly IPNetwork[] IPv4 =
    [
        IPNetwork.Parse("0.0.0.0/8"), // this network (RFC 791): many systems take it for the loopback
        IPNetwork.Parse("10.0.0.0/8"), // private (RFC 1918)
        IPNetwork.Parse("100.64.0.0/10"), // shared by a provider's customers (RFC 6598); metadata service of a cloud
        IPNetwork.Parse("127.0.0.0/8"), // loopback (RFC 1122)
        IPNetwork.Parse("168.63.129.16/32"), // no special-purpose address of IANA, but the host below each virtual machine in Azure
        IPNetwork.Parse("169.254.0.0/16"), // link-local (RFC 3927); metadata services of most clouds
        IPNetwork.Parse("172.16.0.0/12"), // private (RFC 1918)
        IPNetwork.Parse("192.0.0.0/24"), // assignments of IETF protocols (RFC 6890)
        IPNetwork.Parse("192.0.2.0/24"), // documentation (RFC 5737)
        IPNetwork.Parse("192.31.196.0/24"), // AS112 (RFC 7535)
        IPNetwork.Parse("192.52.193.0/24"), // AMT (RFC 7450)
        IPNetwork.Parse("192.88.99.0/24"), // 6to4 relays, deprecated (RFC 7526)
        IPNetwork.Parse("192.168.0.0/16"), // private (RFC 1918)
        IPNetwork.Parse("192.175.48.0/24"), // AS112, delegated directly (RFC 7534)
        IPNetwork.Parse("198.18.0.0/15"), // benchmarks (RFC 2544)
        IPNetwork.Parse("198.51.100.0/24"), // documentation (RFC 5737)
        IPNetwork.Parse("203.0.113.0/24"), // documentation (RFC 5737)
        IPNetwork.Parse("224.0.0.0/4"), // multicast (RFC 5771)
        IPNetwork.Parse("240.0.0.0/4"), // reserved (RFC 1112), and the broadcast address (RFC 919)
    ];

    // What IANA has allocated for global unicast (RFC 4291 §2.4). All else is refused without being listed: loopback, unspecified,
    // IPv4-compatible, discard-only, segment routing, unique local, link-local, site-local, multicast, and what does not exist yet.
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] WithinGlobalUnicast =
    [
        IPNetwork.Parse("2001::/23"), // assignments of IETF protocols (RFC 2928): Teredo, benchmarks, AMT, ORCHID, DRIP
        IPNetwork.Parse("2001:db8::/32"), // documentation (RFC 3849)
        IPNetwork.Parse("2002::/16"), // 6to4 (RFC 3056): leads to an IPv4 address through whatever relay is near
        IPNetwork.Parse("2620:4f:8000::/48"), // AS112, delegated directly (RFC 7534)
        IPNetwork.Parse("3fff::/20"), // documentation (RFC 9637)
    ];

    // Addresses of translators, with an IPv4 address in the last 32 bits (RFC 6052 §2.1).
    private static readonly IPNetwork TranslatedIPv4 = IPNetwork.Parse("64:ff9b::/96");

    public static bool Contain(IPAddress address) => address.AddressFamily switch
    {
        AddressFamily.InterNetwork => IsInOneOf(IPv4, address),

        // First of all: the platform compares mapped addresses (RFC 4291 §2.5.5.2) with networks of IPv6 by the wrong bits, and finds
        // ::ffff:10.0.0.0 in 2000::/3.
        AddressFamily.InterNetworkV6 when address.IsIPv4MappedToIPv6 => IsInOneOf(IPv4, address.MapToIPv4()),
        AddressFamily.InterNetworkV6 when TranslatedIPv4.Contains(address) => IsInOneOf(IPv4, GetLastIPv4Address(address)),
        AddressFamily.InterNetworkV6 => !GlobalUnicast.Contains(address) || IsInOneOf(WithinGlobalUnicast, address),
        _ => true,
    };

    private static bool IsInOneOf(IPNetwork[] networks, IPAddress address) => Array.Exists(networks, network => network.Contains(address));

    private static IPAddress GetLastIPv4Address(IPAddress address) => new(address.GetAddressBytes().AsSpan(12));
}
