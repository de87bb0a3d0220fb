using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Options;

namespace MtlsAuth.JwksUri.Fetching;

/// <summary>Fetches the JWK Set behind a client's <c>jwks_uri</c> (RFC 7591 §2), once and within limits.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class JwksUriFetcher : IDisposable
{
    private const string JwkSetMediaType = "application/jwk-set+json";
    private const string JsonMediaType = "application/json";

    private readonly IHttpClientFactory _clients;
    private readonly JwksUriOptions _options;
    private readonly TimeProvider _clock;
    private readonly AddressGuard _guard;
    private readonly SemaphoreSlim _turns;

    public JwksUriFetcher(IHttpClientFactory clients, IOptions<JwksUriOptions> options, TimeProvider clock)
    {
        _clients = clients;
        _options = options.Value;
        _clock = clock;
        _guard = new AddressGuard(_options);
        _turns = new SemaphoreSlim(_options.MaximumConcurrentFetches);
    }

    /// <summary>Fetches a key set.</summary>
    /// <param name="jwksUri">The URL, as the client registered it.</param>
    /// <param name="validators">Those of the document that was fetched before from the same URL; the default for none.</param>
    /// <returns>The keys, or a failure. Whatever URL, name server, network and server do is a failure, and no exception.</returns>
    /// <remarks>
    /// Nobody can cancel it: a fetch is for all who wait for its keys, and the one who began it must not be able to end it for the others.
    /// It ends by itself in time.
    /// </remarks>
    public async Task<FetchResult> FetchAsync(string jwksUri, Validators validators)
    {
        if (!JwksUriSyntax.TryParse(jwksUri, out Uri? uri))
        {
            return new FetchResult
            {
                Failure = JwksUriFailure.InvalidUri,
                Detail = "no absolute https URL of at most 2048 characters without fragment, user name and password",
            };
        }

        if (_guard.RefusesHostOf(uri))
        {
            return FetchResult.Failed(JwksUriFailure.AddressNotAllowed, uri, "the host is a special-purpose address");
        }

        using CancellationTokenSource total = new(_options.TotalTimeout, _clock);
        if (!await WaitForTurnAsync().ConfigureAwait(false))
        {
            return FetchResult.Failed(JwksUriFailure.Busy, uri, $"{_options.MaximumConcurrentFetches} fetches are under way");
        }

        try
        {
            return await FetchAsync(uri, validators, total.Token).ConfigureAwait(false);
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose() => _turns.Dispose();

    private async Task<bool> WaitForTurnAsync()
    {
        if (await _turns.WaitAsync(TimeSpan.Zero).ConfigureAwait(false))
        {
            return true;
        }

        // Whoever began earlier ends earlier. A turn that comes with no time left to connect would be none, and blame the client's server.
        using CancellationTokenSource tooLate = new(_options.TotalTimeout - _options.ConnectTimeout, _clock);
        try
        {
            await _turns.WaitAsync(tooLate.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<FetchResult> FetchAsync(Uri uri, Validators validators, CancellationToken total)
    {
        using CancellationTokenSource headers = new(_options.HeadersTimeout, _clock);
        using CancellationTokenSource untilHeaders = CancellationTokenSource.CreateLinkedTokenSource(total, headers.Token);
        using HttpClient client = _clients.CreateClient(JwksUriHttpClient.Name);
        using HttpRequestMessage request = CreateRequest(uri, validators);
        try
        {
            using HttpResponseMessage response = await client
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, untilHeaders.Token)
                .ConfigureAwait(false);
            return await ReadAsync(response, uri, validators, total).ConfigureAwait(false);
        }
        catch (Exception exception) when (FetchFailures.IsOne(exception))
        {
            (JwksUriFailure failure, string cause) = exception is not OperationCanceledException ? FetchFailures.Explain(exception)
                : total.IsCancellationRequested ? (JwksUriFailure.TimedOut, $"not done within {_options.TotalTimeout:c}")
                : headers.IsCancellationRequested ? (JwksUriFailure.TimedOut, $"no headers within {_options.HeadersTimeout:c}")
                : (JwksUriFailure.TimedOut, $"no connection within {_options.ConnectTimeout:c}");
            return FetchResult.Failed(failure, uri, cause);
        }
    }

    private static HttpRequestMessage CreateRequest(Uri uri, Validators validators)
    {
        HttpRequestMessage request = new(HttpMethod.Get, uri)
        {
            Version = HttpVersion.Version11,
            Headers =
            {
                Accept = { new MediaTypeWithQualityHeaderValue(JwkSetMediaType), new MediaTypeWithQualityHeaderValue(JsonMediaType) },
                UserAgent = { new ProductInfoHeaderValue("MtlsAuth", productVersion: null) },
                IfModifiedSince = validators.LastModified,
            },
        };
        foreach (string coding in DocumentReader.Codings)
        {
            request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue(coding));
        }

        if (EntityTagHeaderValue.TryParse(validators.EntityTag, out EntityTagHeaderValue? entityTag))
        {
            request.Headers.IfNoneMatch.Add(entityTag);
        }

        return request;
    }

    private async Task<FetchResult> ReadAsync(HttpResponseMessage response, Uri uri, Validators sent, CancellationToken total)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK:
                return await ReadKeysAsync(response, uri, total).ConfigureAwait(false);

            // Nobody can have the same as before without having had something.
            case HttpStatusCode.NotModified when sent != default:
                Validators now = ReadValidators(response);
                return new FetchResult
                {
                    Lifetime = Freshness.FindLifetime(response, _clock.GetUtcNow()),
                    Validators = now == default ? sent : now,
                };
            default:
                return FetchResult.Failed(
                    Classify(response.StatusCode),
                    uri,
                    string.Create(CultureInfo.InvariantCulture, $"status {(int)response.StatusCode}"));
        }
    }

    private static JwksUriFailure Classify(HttpStatusCode status) => status switch
    {
        HttpStatusCode.NotModified => JwksUriFailure.UnexpectedStatus,
        >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => JwksUriFailure.Redirected,
        HttpStatusCode.RequestTimeout or (HttpStatusCode)425 or HttpStatusCode.TooManyRequests => JwksUriFailure.ServerError,
        >= HttpStatusCode.InternalServerError and < (HttpStatusCode)600 => JwksUriFailure.ServerError,
        _ => JwksUriFailure.UnexpectedStatus,
    };

    private async Task<FetchResult> ReadKeysAsync(HttpResponseMessage response, Uri uri, CancellationToken total)
    {
        HttpContentHeaders headers = response.Content.Headers;
        string? mediaType = headers.ContentType?.MediaType;
        if (!JwkSetMediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase)
            && !JsonMediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase))
        {
            return FetchResult.Failed(JwksUriFailure.UnexpectedContentType, uri, mediaType ?? "no content type");
        }

        if (!DocumentReader.Understands(headers.ContentEncoding))
        {
            return FetchResult.Failed(
                JwksUriFailure.UnexpectedContentType, uri, $"content coding {string.Join(", ", headers.ContentEncoding)}");
        }

        int maximumLength = _options.MaximumDocumentLength;
        if (await DocumentReader.ReadAsync(response.Content, maximumLength, total).ConfigureAwait(false) is not { } document)
        {
            return FetchResult.Failed(JwksUriFailure.DocumentTooLong, uri, $"longer than {maximumLength} octets");
        }

        return ClientJwkSet.TryParse(
                document.Span, out ClientJwkSet? keys, out ClientJwkSetError error, maximumLength, _options.MaximumKeyCount)
            ? new FetchResult
            {
                Keys = keys,
                Lifetime = Freshness.FindLifetime(response, _clock.GetUtcNow()),
                Validators = ReadValidators(response),
            }
            : FetchResult.Failed(Classify(error), uri, error.ToString());
    }

    private static JwksUriFailure Classify(ClientJwkSetError error) => error switch
    {
        ClientJwkSetError.TooLarge => JwksUriFailure.DocumentTooLong,
        ClientJwkSetError.TooManyKeys => JwksUriFailure.TooManyKeys,
        ClientJwkSetError.PrivateKey or ClientJwkSetError.SymmetricKey => JwksUriFailure.PrivateKeyExposed,
        _ => JwksUriFailure.InvalidKeySet,
    };

    // They are kept with the keys, and sent back: one that is longer than need be is none.
    private static Validators ReadValidators(HttpResponseMessage response) => new(
        response.Headers.ETag?.ToString() is { Length: <= Validators.MaximumLength } entityTag ? entityTag : null,
        response.Content.Headers.LastModified);
}
