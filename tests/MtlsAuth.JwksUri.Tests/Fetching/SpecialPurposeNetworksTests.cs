using System.Net;
using System.Numerics;
using CsCheck;
using MtlsAuth.JwksUri.Fetching;

namespace MtlsAuth.JwksUri.Tests.Fetching;

[Parallelizable(ParallelScope.All)]
public sealed class SpecialPurposeNetworksTests
{
    // Written down once more, by their first and last addresses, from the registries of IANA.
    private static readonly (string First, string Last)[] Refused =
    [
        ("0.0.0.0", "0.255.255.255"),
        ("10.0.0.0", "10.255.255.255"),
        ("100.64.0.0", "100.127.255.255"),
        ("127.0.0.0", "127.255.255.255"),
        ("168.63.129.16", "168.63.129.16"),
        ("169.254.0.0", "169.254.255.255"),
        ("172.16.0.0", "172.31.255.255"),
        ("192.0.0.0", "192.0.0.255"),
        ("192.0.2.0", "192.0.2.255"),
        ("192.31.196.0", "192.31.196.255"),
        ("192.52.193.0", "192.52.193.255"),
        ("192.88.99.0", "192.88.99.255"),
        ("192.168.0.0", "192.168.255.255"),
        ("192.175.48.0", "192.175.48.255"),
        ("198.18.0.0", "198.19.255.255"),
        ("198.51.100.0", "198.51.100.255"),
        ("203.0.113.0", "203.0.113.255"),
        ("224.0.0.0", "255.255.255.255"),
        ("::", "::fffe:ffff:ffff"),
        ("::1:0:0:0", "64:ff9a:ffff:ffff:ffff:ffff:ffff:ffff"),
        ("64:ff9b::1:0:0", "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
        ("2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff"),
        ("2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"),
        ("2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
        ("2620:4f:8000::", "2620:4f:8000:ffff:ffff:ffff:ffff:ffff"),
        ("3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff"),
        ("4000::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
    ];

    private static IEnumerable<TestCaseData> Borders => Refused.Select(static range => new TestCaseData(range.First, range.Last));

    private static IEnumerable<string> RefusedIPv4 =>
        Refused.Where(static range => range.First.Contains('.', StringComparison.Ordinal))
            .SelectMany(static range => new[] { range.First, range.Last });

    [TestCaseSource(nameof(Borders))]
    public void A_network_is_refused_from_its_first_address_to_its_last(string first, string last)
    {
        SpecialPurposeNetworks.Contain(IPAddress.Parse(first)).Should().BeTrue();
        SpecialPurposeNetworks.Contain(IPAddress.Parse(last)).Should().BeTrue();
    }

    [TestCaseSource(nameof(Borders))]
    public void What_stands_beside_a_network_is_let_through(string first, string last)
    {
        foreach (IPAddress? neighbour in new[] { Move(first, -1), Move(last, 1) })
        {
            // Some networks touch another, or the end of all addresses, and some addresses have an IPv4 address in them that is judged.
            if (neighbour is not null && !IsInARange(neighbour) && !IsAnIPv4AddressInAnotherForm(neighbour))
            {
                SpecialPurposeNetworks.Contain(neighbour).Should().BeFalse(neighbour.ToString());
            }
        }
    }

    [TestCase("1.1.1.1")]
    [TestCase("93.184.215.14")]
    [TestCase("172.15.255.255")]
    [TestCase("172.32.0.0")]
    [TestCase("223.255.255.255")]
    [TestCase("2000::")]
    [TestCase("2001:200::")]
    [TestCase("2606:2800:21f:cb07:6820:80da:af6b:8b2c")]
    [TestCase("3fff:1000::")]
    [TestCase("3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [TestCase("::ffff:1.1.1.1")]
    [TestCase("64:ff9b::1.1.1.1")]
    public void A_public_address_is_let_through(string address) =>
        SpecialPurposeNetworks.Contain(IPAddress.Parse(address)).Should().BeFalse();

    [TestCase("::1")]
    [TestCase("::")]
    [TestCase("::1.1.1.1")]
    [TestCase("64:ff9b:1::1.1.1.1")]
    [TestCase("100::1")]
    [TestCase("2001:0:102:304::1")]
    [TestCase("2001:2::1")]
    [TestCase("2001:20::1")]
    [TestCase("2002:101:101::1")]
    [TestCase("5f00::1")]
    [TestCase("fc00::1")]
    [TestCase("fd00:ec2::254")]
    [TestCase("fe80::1%1")]
    [TestCase("fec0::1")]
    [TestCase("ff02::1")]
    public void A_special_address_is_refused(string address) =>
        SpecialPurposeNetworks.Contain(IPAddress.Parse(address)).Should().BeTrue();

    [Test]
    public void The_borders_are_the_same_for_IPv4_addresses_in_other_forms([ValueSource(nameof(RefusedIPv4))] string address)
    {
        foreach (string prefix in new[] { "::ffff:", "64:ff9b::", "::", "64:ff9b:1::" })
        {
            SpecialPurposeNetworks.Contain(IPAddress.Parse(prefix + address)).Should().BeTrue();
        }
    }

    [Test]
    public void No_other_form_of_an_IPv4_address_gets_where_it_would_not() => Gen.Byte.Array[4].Sample(octets =>
    {
        bool isRefused = SpecialPurposeNetworks.Contain(new IPAddress(octets));
        byte[] mapped = [.. new byte[10], 0xFF, 0xFF, .. octets];
        byte[] translated = [0x00, 0x64, 0xFF, 0x9B, .. new byte[8], .. octets];
        byte[] compatible = [.. new byte[12], .. octets];
        byte[] locallyTranslated = [0x00, 0x64, 0xFF, 0x9B, 0x00, 0x01, .. new byte[6], .. octets];
        byte[] relayed = [0x20, 0x02, .. octets, .. new byte[10]];
        return SpecialPurposeNetworks.Contain(new IPAddress(mapped)) == isRefused
            && SpecialPurposeNetworks.Contain(new IPAddress(translated)) == isRefused
            && SpecialPurposeNetworks.Contain(new IPAddress(compatible))
            && SpecialPurposeNetworks.Contain(new IPAddress(locallyTranslated))
            && SpecialPurposeNetworks.Contain(new IPAddress(relayed));
    });

    [Test]
    public void Any_address_is_judged_as_the_ranges_say() => Gen.OneOf(Gen.Byte.Array[4], Gen.Byte.Array[16]).Sample(octets =>
    {
        IPAddress address = new(octets);
        return IsAnIPv4AddressInAnotherForm(address) || SpecialPurposeNetworks.Contain(address) == IsInARange(address);
    });

    private static bool IsAnIPv4AddressInAnotherForm(IPAddress address) =>
        address.IsIPv4MappedToIPv6 || address.GetAddressBytes().AsSpan().StartsWith<byte>([0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0]);

    private static bool IsInARange(IPAddress address) => Refused.Any(range =>
        IPAddress.Parse(range.First).AddressFamily == address.AddressFamily
        && ToNumber(IPAddress.Parse(range.First)) <= ToNumber(address)
        && ToNumber(address) <= ToNumber(IPAddress.Parse(range.Last)));

    private static BigInteger ToNumber(IPAddress address) => new(address.GetAddressBytes(), isUnsigned: true, isBigEndian: true);

    private static IPAddress? Move(string text, int distance)
    {
        byte[] octets = IPAddress.Parse(text).GetAddressBytes();
        BigInteger moved = ToNumber(IPAddress.Parse(text)) + distance;
        if (moved < 0 || moved.GetByteCount(isUnsigned: true) > octets.Length)
        {
            return null;
        }

        byte[] shortest = moved.ToByteArray(isUnsigned: true, isBigEndian: true);
        return new IPAddress([.. new byte[octets.Length - shortest.Length], .. shortest]);
    }
}
