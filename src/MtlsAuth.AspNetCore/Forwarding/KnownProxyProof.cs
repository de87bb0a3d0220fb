using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace MtlsAuth.AspNetCore.Forwarding;

/// <summary>The TCP connection comes from the proxy's address.</summary>
/// <remarks>
/// The socket itself is asked, so that only servers on sockets, such as Kestrel, can prove anything by it.
/// <c>HttpContext.Connection.RemoteIpAddress</c> is what middleware may have taken from <c>X-Forwarded-For</c>, the client's own word.
/// </remarks>
internal sealed class KnownProxyProof(IPNetwork[] networks) : IProvenanceProof
{
    public bool Holds(HttpContext context, ForwardedHeaders headers)
    {
        if (FindAddress(context) is not { } address)
        {
            return false;
        }

        // Sockets for both protocols show an IPv4 address mapped into IPv6.
        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        foreach (IPNetwork network in networks)
        {
            if (network.Contains(address))
            {
                return true;
            }
        }

        return false;
    }

    private static IPAddress? FindAddress(HttpContext context)
    {
        try
        {
            return (context.Features.Get<IConnectionSocketFeature>()?.Socket.RemoteEndPoint as IPEndPoint)?.Address;
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The connection has been closed in the meantime.
            return null;
        }
    }
}
