using System.Net.Security;
using MtlsAuth.Tool.Running;

namespace MtlsAuth.Tool.Probing;

/// <summary>Shakes hands with a server and sends no certificate, to learn whether it asks for one.</summary>
internal static class HandshakeProbe
{
    // A request for certificates fits into a TLS record or two; what people read of it, into less.
    private const int MaximumAuthorities = 50;

    /// <summary>Shakes hands.</summary>
    /// <exception cref="ProbeException">It came to nothing, before the server asked for a certificate.</exception>
    public static async Task<Handshake> RunAsync(INetwork network, ServerTrust trust, Uri server, CancellationToken cancellationToken)
    {
        SslPolicyErrors? judgement = null;
        string[]? authorities = null;
        SslClientAuthenticationOptions options = trust.CreateOptions(identity: null, errors => judgement = errors);
        options.TargetHost = server.IdnHost;
        options.LocalCertificateSelectionCallback = (_, _, _, remote, issuers) =>
        {
            // The platform asks before the handshake as well, when the server has not shown its certificate yet.
            authorities = remote is null ? authorities : [.. issuers.Take(MaximumAuthorities)];
            return null!;
        };
        try
        {
            Stream connection = await network.ConnectAsync(server.IdnHost, server.Port, cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                SslStream tls = new(connection);
                await using (tls.ConfigureAwait(false))
                {
                    await tls.AuthenticateAsClientAsync(options, cancellationToken).ConfigureAwait(false);
                    return new Handshake(tls.SslProtocol, tls.NegotiatedCipherSuite, authorities is not null, authorities ?? []);
                }
            }
        }
        catch (Exception exception) when (TlsFailure.IsOfConnection(exception))
        {
            // A server that demands a certificate ends the handshake without one, and has asked by then.
            return authorities is not null && judgement == SslPolicyErrors.None
                ? new Handshake(null, null, true, authorities)
                : throw TlsFailure.Explain(exception, judgement, hasSentCertificate: false);
        }
    }
}
