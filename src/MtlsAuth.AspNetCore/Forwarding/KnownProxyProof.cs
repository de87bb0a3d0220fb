using System.Net;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace MtlsAuth.AspNetCore.Forwarding;

/// <summary>The TCP connection comes from the proxy's address.</summary>
/// <remarks>
/// The connection itself is asked. <c>HttpContext.Connection.RemoteIpAddress</c> is what middleware may have taken from
/// <c>X-Forwarded-For</c>, which is the client's own word.
/// </remarks>
internal sealed class KnownProxyProof(IReadOnlyList<IPNetwork> networks) : IProvenanceProof
{
    public bool Holds(HttpContext context, ForwardedHeaders headers)
    {
        if (context.Features.Get<IConnectionEndPointFeature>()?.RemoteEndPoint is not IPEndPoint { Address: var address })
        {
            return false;
        }

        // Sockets for both protocols show IPv4 addresses mapped into IPv6.
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
}
