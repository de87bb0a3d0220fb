using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace MtlsAuth.Tool.Probing;

/// <summary>Finds out what an exception of a connection means.</summary>
internal static class TlsFailure
{
    /// <summary>Whether it is one of the exceptions that connections throw.</summary>
    public static bool IsOfConnection(Exception exception) =>
        exception is HttpRequestException or AuthenticationException or IOException or SocketException;

    /// <summary>Says what it means.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="server">What is wrong with the server's certificate; null if it has not shown one.</param>
    /// <param name="hasSentCertificate">Whether the server had asked for a certificate and got one.</param>
    public static ProbeException Explain(Exception exception, SslPolicyErrors? server, bool hasSentCertificate)
    {
        ProbeCause cause = server switch
        {
            null when Find<SocketException>(exception) is not null => ProbeCause.Unreachable,
            null => ProbeCause.HandshakeFailed,
            { } errors when errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) => ProbeCause.ServerNotTrusted,
            not SslPolicyErrors.None => ProbeCause.ServerNameDiffers,
            _ when hasSentCertificate => ProbeCause.CertificateRefused,
            _ => ProbeCause.HandshakeFailed,
        };
        return new ProbeException(
            cause, server is null or SslPolicyErrors.None ? Describe(exception) : $"the server's certificate was refused: {server}");
    }

    // The innermost says what the platform's TLS or the socket saw.
    private static string Describe(Exception exception)
    {
        while (exception.InnerException is { } inner)
        {
            exception = inner;
        }

        return exception.Message;
    }

    private static T? Find<T>(Exception? exception)
        where T : Exception
    {
        while (exception is not null and not T)
        {
            exception = exception.InnerException;
        }

        return exception as T;
    }
}
