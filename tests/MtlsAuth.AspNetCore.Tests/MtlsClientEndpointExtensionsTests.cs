using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace MtlsAuth.AspNetCore.Tests;

public sealed class MtlsClientEndpointExtensionsTests
{
    [Test]
    public async Task GetMtlsClient_is_null_unless_somebody_tried()
    {
        using TestClient client = new();
        await using TestServer server = await StartAsync(client, context => Task.FromResult(context.GetMtlsClient() is null));

        using HttpResponseMessage response = await server.PostTokenAsync(client.Form, client.Certificate);

        (await response.Content.ReadAsStringAsync()).Should().Be("true");
    }

    [Test]
    public async Task GetMtlsClient_is_null_for_a_client_that_did_not_authenticate()
    {
        using TestClient client = new();
        await using TestServer server = await StartAsync(client, async context =>
        {
            await context.AuthenticateMtlsClientAsync();
            return context.GetMtlsClient() is null;
        });

        using HttpResponseMessage response = await server.PostTokenAsync(client.Form);

        (await response.Content.ReadAsStringAsync()).Should().Be("true");
    }

    [Test]
    public async Task AuthenticateMtlsClientAsync_decides_once_for_each_request()
    {
        using TestClient client = new();
        await using TestServer server = await StartAsync(client, async context =>
        {
            MtlsClientDecision first = await context.AuthenticateMtlsClientAsync();
            MtlsClientDecision second = await context.AuthenticateMtlsClientAsync();
            return ReferenceEquals(first, second)
                && first is MtlsClientAuthenticated authenticated
                && ReferenceEquals(authenticated.Result, context.GetMtlsClient());
        });

        using HttpResponseMessage response = await server.PostTokenAsync(client.Form, client.Certificate);

        (await response.Content.ReadAsStringAsync()).Should().Be("true");
        server.Logs.Should().ContainSingle();
    }

    [Test]
    public async Task AuthenticateMtlsClientAsync_writes_no_response()
    {
        using TestClient client = new();
        await using TestServer server = await StartAsync(
            client, async context => await context.AuthenticateMtlsClientAsync() is MtlsClientAuthenticated || context.Response.HasStarted);

        using HttpResponseMessage response = await server.PostTokenAsync(client.Form);

        response.IsSuccessStatusCode.Should().BeTrue();
        (await response.Content.ReadAsStringAsync()).Should().Be("false");
    }

    [Test]
    public async Task Application_without_AddMtlsAuth_is_told_so()
    {
        await using TestServer server = await TestServer.StartAsync(static _ => { }, TestServer.MapToken);

        using HttpResponseMessage response = await server.PostTokenAsync("client_id=client");

        response.StatusCode.Should().Be(HttpStatusCode.InternalServerError);
        server.AllLogs.Should().Contain(record => record.Exception is InvalidOperationException
            && record.Exception.Message.Contains("AddMtlsAuth", StringComparison.Ordinal));
    }

    private static Task<TestServer> StartAsync(TestClient client, Func<HttpContext, Task<bool>> handler) => TestServer.StartAsync(
        services => services.AddMtlsAuth().AddInMemoryClients(client.Metadata),
        app => app.MapPost("/token", (Delegate)handler));
}
