using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;

namespace MtlsAuth.JwksUri.Tests.KeySets;

/// <summary>The servers of all clients, without a network: what each URL answers, and how often it was asked.</summary>
internal sealed class KeySetServer : HttpMessageHandler
{
    private readonly ConcurrentDictionary<string, Func<HttpRequestMessage, HttpResponseMessage>> _answers = new();
    private readonly ConcurrentQueue<HttpRequestMessage> _requests = new();
    private TaskCompletionSource? _gate;

    public IReadOnlyCollection<HttpRequestMessage> Requests => _requests;

    public int RequestCount => _requests.Count;

    /// <summary>Requests from now on wait until it is opened.</summary>
    public TaskCompletionSource Close() => _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Publish(string uri, params ClientJwkSet[] keys) => Answer(uri, _ => Ok(keys[0]));

    public void Answer(string uri, HttpStatusCode status) => Answer(uri, _ => new HttpResponseMessage(status));

    public void Answer(string uri, Func<HttpRequestMessage, HttpResponseMessage> answer) => _answers[uri] = answer;

    public static HttpResponseMessage Ok(ClientJwkSet keys, string? cacheControl = null, string? entityTag = null)
    {
        HttpResponseMessage response = new(HttpStatusCode.OK) { Content = new ByteArrayContent(keys.ToUtf8Json()) };
        response.Content.Headers.ContentType = new MediaTypeHeaderValue("application/jwk-set+json");
        response.Headers.TryAddWithoutValidation("Cache-Control", cacheControl ?? "max-age=300");
        if (entityTag is not null)
        {
            response.Headers.ETag = new EntityTagHeaderValue(entityTag);
        }

        return response;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _requests.Enqueue(request);
        if (_gate is { } gate)
        {
            await gate.Task.WaitAsync(cancellationToken);
        }

        return _answers.TryGetValue(request.RequestUri!.AbsoluteUri, out Func<HttpRequestMessage, HttpResponseMessage>? answer)
            ? answer(request)
            : throw new HttpRequestException(HttpRequestError.ConnectionError);
    }
}
