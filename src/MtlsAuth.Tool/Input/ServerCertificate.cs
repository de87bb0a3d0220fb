using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using MtlsAuth.Certificates;
using MtlsAuth.Tool.Running;

namespace MtlsAuth.Tool.Input;

/// <summary>The certificate that a server shows in the TLS handshake.</summary>
internal static class ServerCertificate
{
    /// <summary>How long connecting and the handshake may take together.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    /// <summary>Connects, and takes what the server shows. It is looked at and not trusted.</summary>
    /// <exception cref="UnreadableException">There is no server, no handshake, or no certificate that can be read.</exception>
    [SuppressMessage("Security", "CA5359", Justification = "Nothing is sent, and what is shown is only looked at.")]
    public static async Task<ClientCertificate> FetchAsync(
        ToolEnvironment environment, string host, string port, CancellationToken cancellationToken)
    {
        string name = host.Trim('[', ']');
        string source = $"{host}:{port}";
        if (!ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out ushort number) || number == 0)
        {
            throw new UsageException($"{source}: there is no such port");
        }

        using CancellationTokenSource deadline = new(Deadline, environment.Clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        byte[]? shown = null;
        try
        {
            Stream connection = await environment.Network.ConnectAsync(name, number, either.Token).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                SslStream tls = new(connection);
                await using (tls.ConfigureAwait(false))
                {
                    await tls.AuthenticateAsClientAsync(
                        new SslClientAuthenticationOptions
                        {
                            TargetHost = name,
                            RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                            {
                                shown = certificate?.GetRawCertData();
                                return true;
                            },
                        },
                        either.Token).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            throw new UnreadableException($"{source}: no TLS handshake within {Deadline.TotalSeconds} seconds");
        }
        catch (Exception exception) when (exception is SocketException or IOException or AuthenticationException)
        {
            // A server that demands a certificate of its client shows its own first.
            if (shown is null)
            {
                string cause = (exception as SocketException)?.SocketErrorCode.ToString() ?? exception.GetType().Name;
                throw new UnreadableException($"{source}: no TLS connection ({cause})");
            }
        }

        return ClientCertificate.TryParseDer(shown, out ClientCertificate? read, out CertificateFormatError error)
            ? read
            : throw new UnreadableException($"{source}: {FormatFault.Describe(error, shown)}");
    }
}
