using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using MtlsAuth.JwksUri.Tests.Fetching;

namespace MtlsAuth.JwksUri.Tests.Hosting;

/// <summary>A web server on a free port of the loopback where many clients publish their keys, each at a path of its own.</summary>
internal sealed class PublishedKeys : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, byte[]> _documents = new();
    private readonly WebApplication _app;
    private int _requestCount;

    private PublishedKeys()
    {
        File.WriteAllText(Authorities, ServerCertificates.Root.ExportCertificatePem());
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(static kestrel => kestrel.Listen(
            IPAddress.Loopback, 0, static listen => listen.UseHttps(ServerCertificates.Good)));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public int RequestCount => _requestCount;

    /// <summary>A file with the authority that issued the server's certificate.</summary>
    public string Authorities { get; } = Path.GetTempFileName();

    public string Host => $"{ServerCertificates.Host}:{new Uri(_app.Urls.Single()).Port}";

    /// <summary>What all documents are, where a client has none of its own.</summary>
    public byte[]? Default { get; set; }

    public static async Task<PublishedKeys> StartAsync()
    {
        PublishedKeys keys = new();
        await keys._app.StartAsync();
        return keys;
    }

    public string UriOf(string client) => $"https://{Host}/{client}";

    public void Publish(string client, byte[] document) => _documents["/" + client] = document;

    /// <summary>Nobody listens any more.</summary>
    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        File.Delete(Authorities);
    }

    private Task AnswerAsync(HttpContext context)
    {
        Interlocked.Increment(ref _requestCount);
        if ((_documents.TryGetValue(context.Request.Path, out byte[]? document) ? document : Default) is not { } found)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        context.Response.ContentType = "application/jwk-set+json";
        return context.Response.BodyWriter.WriteAsync(found).AsTask();
    }
}
