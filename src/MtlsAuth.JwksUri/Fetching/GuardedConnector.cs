using System.Net;
using System.Net.Sockets;

namespace MtlsAuth.JwksUri.Fetching;

/// <summary>Connects to the very address that was judged: a name that leads elsewhere the next time gains nothing.</summary>
/// <param name="guard">Judges addresses.</param>
/// <param name="proxy">The proxy, whose own address is the operator's choice; null for none.</param>
/// <param name="network">The network.</param>
internal sealed class GuardedConnector(AddressGuard guard, Uri? proxy, JwksUriNetwork network)
{
    /// <exception cref="FetchException">There is no address, none that is allowed, or none that answers.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        string host = context.DnsEndPoint.Host;
        int port = context.DnsEndPoint.Port;
        IPAddress[] addresses = await ResolveAsync(host, cancellationToken).ConfigureAwait(false);
        IPAddress[] allowed = IsProxy(host, port) ? addresses : guard.FindAllowed(context.InitialRequestMessage.RequestUri!, addresses);
        if (allowed.Length == 0)
        {
            throw new FetchException(JwksUriFailure.AddressNotAllowed, $"{addresses[0]} is a special-purpose address");
        }

        SocketException? last = null;
        foreach (IPAddress address in allowed)
        {
            try
            {
                return await network.ConnectAsync(new IPEndPoint(address, port), cancellationToken).ConfigureAwait(false);
            }
            catch (SocketException exception)
            {
                last = exception;
            }
        }

        throw new FetchException(JwksUriFailure.ConnectionFailed, $"no connection ({last!.SocketErrorCode})", last);
    }

    private bool IsProxy(string host, int port) =>
        proxy is not null && port == proxy.Port && host.Equals(proxy.IdnHost, StringComparison.OrdinalIgnoreCase);

    private async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out IPAddress? literal))
        {
            return [literal];
        }

        try
        {
            IPAddress[] addresses = await network.ResolveAsync(host, cancellationToken).ConfigureAwait(false);
            return addresses.Length > 0 ? addresses : throw new FetchException(JwksUriFailure.NameNotResolved, "the name has no address");
        }
        catch (SocketException exception)
        {
            throw new FetchException(JwksUriFailure.NameNotResolved, $"the name has no address ({exception.SocketErrorCode})", exception);
        }
        catch (ArgumentException exception)
        {
            // Longer than a name can be.
            throw new FetchException(JwksUriFailure.NameNotResolved, "the host is no name that could have an address", exception);
        }
    }
}
