using System.Net;
using MtlsAuth.JwksUri.Options;

namespace MtlsAuth.JwksUri.Fetching;

/// <summary>Decides to which addresses a URL may lead.</summary>
internal sealed class AddressGuard
{
    private readonly InternalHost[] _internalHosts;

    public AddressGuard(JwksUriOptions options) => _internalHosts =
    [
        .. options.InternalHosts.Select(static text => InternalHost.TryParse(text, out InternalHost? host)
            ? host
            : throw new ArgumentException($"{nameof(JwksUriOptions.InternalHosts)}: {text} is no host.", nameof(options))),
    ];

    /// <summary>What of some addresses may be connected to for a URL.</summary>
    public IPAddress[] FindAllowed(Uri uri, IPAddress[] addresses) =>
        IsInternal(uri) ? addresses : Array.FindAll(addresses, static address => !SpecialPurposeNetworks.Contain(address));

    /// <summary>Whether a URL names by itself, without anybody being asked, an address that must not be connected to.</summary>
    /// <remarks>
    /// Behind a proxy nobody else on this side judges it. Names of the loopback (RFC 6761 §6.3) would lead to the proxy's own.
    /// </remarks>
    public bool RefusesHostOf(Uri uri)
    {
        string host = uri.IdnHost.TrimEnd('.');
        bool isRefused = IPAddress.TryParse(host, out IPAddress? address)
            ? SpecialPurposeNetworks.Contain(address)
            : host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
                || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
        return isRefused && !IsInternal(uri);
    }

    private bool IsInternal(Uri uri) => Array.Exists(_internalHosts, host => host.Matches(uri));
}
