using System.Net.Security;
using MtlsAuth.Tool.Input;
using MtlsAuth.Tool.Running;

namespace MtlsAuth.Tool.Probing;

/// <summary>One request over a connection of its own.</summary>
internal static class HttpExchange
{
    // Metadata and tokens are much smaller.
    private const int MaximumLength = 1_048_576;

    /// <summary>Sends a request.</summary>
    /// <param name="network">The network.</param>
    /// <param name="trust">Whom to take for the server.</param>
    /// <param name="identity">The certificate to send if the server asks.</param>
    /// <param name="asks">Whether the server is known to ask.</param>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ProbeException">There was no answer, or one that is too large.</exception>
    public static async Task<HttpAnswer> SendAsync(
        INetwork network,
        ServerTrust trust,
        SslStreamCertificateContext identity,
        bool asks,
        HttpRequestMessage request,
        CancellationToken cancellationToken)
    {
        SslPolicyErrors? judgement = null;
        using HttpMessageHandler handler = network.CreateHandler(trust.CreateOptions(identity, errors => judgement = errors));
        using HttpMessageInvoker client = new(handler);
        request.Headers.Accept.ParseAdd("application/json");
        try
        {
            using HttpResponseMessage response = await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
            Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (body.ConfigureAwait(false))
            {
                return new HttpAnswer(
                    (int)response.StatusCode,
                    await InputReader.ReadAsync(body, $"{request.RequestUri}", MaximumLength, cancellationToken).ConfigureAwait(false));
            }
        }
        catch (UnreadableException exception)
        {
            throw new ProbeException(ProbeCause.UnexpectedAnswer, exception.Message);
        }
        catch (Exception exception) when (TlsFailure.IsOfConnection(exception))
        {
            throw TlsFailure.Explain(exception, judgement, hasSentCertificate: asks);
        }
    }
}
