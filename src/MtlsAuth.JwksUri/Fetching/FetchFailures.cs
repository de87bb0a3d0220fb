using System.Net.Sockets;
using System.Security.Authentication;

namespace MtlsAuth.JwksUri.Fetching;

/// <summary>What exceptions of the platform's HTTP client mean.</summary>
internal static class FetchFailures
{
    /// <summary>Whether an exception comes from the network or what was received from it.</summary>
    /// <remarks>All others are mistakes of this library, and shall be seen.</remarks>
    public static bool IsOne(Exception exception) =>
        exception is HttpRequestException or IOException or InvalidDataException or OperationCanceledException;

    /// <summary>The failure behind an exception that is no time-out, and its cause in words.</summary>
    public static (JwksUriFailure Failure, string Cause) Explain(Exception exception) => exception switch
    {
        _ when Find<FetchException>(exception) is { } known => (known.Failure, known.Message),
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } =>
            (JwksUriFailure.TlsFailed, (Find<AuthenticationException>(exception) ?? exception.GetBaseException()).Message),
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError } =>
            (JwksUriFailure.ConnectionFailed, "no connection"),
        HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } =>
            (JwksUriFailure.ConnectionFailed, "the proxy made no connection"),
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } =>
            (JwksUriFailure.ResponseBroken, "the headers are too long"),
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } =>
            (JwksUriFailure.ResponseBroken, "the response is no HTTP"),
        InvalidDataException => (JwksUriFailure.ResponseBroken, "the body is not compressed as the response says"),
        _ => (JwksUriFailure.ResponseBroken, Find<SocketException>(exception) is { } socket
            ? $"the response was cut off ({socket.SocketErrorCode})"
            : "the response was cut off"),
    };

    private static TException? Find<TException>(Exception exception)
        where TException : Exception
    {
        for (Exception? inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (inner is TException found)
            {
                return found;
            }
        }

        return null;
    }
}
