using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using MtlsAuth.Tool.Running;

namespace MtlsAuth.Tool.Input;

/// <summary>Fetches the JWK Set behind a URL: over TLS, without redirects, and within limits of time and size.</summary>
internal static class KeySetAddress
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    /// <summary>Whether a text is meant as a URL and not as a file.</summary>
    public static bool IsMeant(string text) =>
        text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("http://", StringComparison.OrdinalIgnoreCase);

    /// <summary>Fetches what is there.</summary>
    /// <exception cref="UsageException">It is no URL, or one without TLS that leads to another machine.</exception>
    /// <exception cref="UnreadableException">Nothing can be had from there.</exception>
    public static async Task<byte[]> FetchAsync(ToolEnvironment environment, string url, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? address) || address.UserInfo.Length > 0
            || !(address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)))
        {
            throw new UsageException(
                "a URL of keys begins with https://, or with http:// for this machine itself, and has no password in it");
        }

        using CancellationTokenSource deadline = new(Deadline, environment.Clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        using HttpClient client = new(environment.Network.CreateHandler(new SslClientAuthenticationOptions()))
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        try
        {
            using HttpResponseMessage response = await client.GetAsync(
                address, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                throw new UnreadableException($"{url}: answers {(int)response.StatusCode}, and redirects are not followed");
            }

            Stream body = await response.Content.ReadAsStreamAsync(either.Token).ConfigureAwait(false);
            await using (body.ConfigureAwait(false))
            {
                return await InputReader.ReadAsync(body, url, ClientJwkSet.DefaultMaximumLength, either.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            throw new UnreadableException($"{url}: no answer within {Deadline.TotalSeconds} seconds");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or AuthenticationException)
        {
            string cause = (exception as HttpRequestException)?.HttpRequestError.ToString() ?? exception.GetType().Name;
            throw new UnreadableException($"{url}: cannot be fetched ({cause})");
        }
    }
}
