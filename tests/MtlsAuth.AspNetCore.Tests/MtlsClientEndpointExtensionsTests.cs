using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using MtlsAuth.Authentication;

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
    public async Task AuthenticateMtlsClientAsync_decides_once_for_each_request()
    {
        using TestClient client = new();
        await using TestServer server = await StartAsync(client, async context =>
        {
            ClientAuthenticationResult first = await context.AuthenticateMtlsClientAsync();
            ClientAuthenticationResult second = await context.AuthenticateMtlsClientAsync();
            return ReferenceEquals(first, second) && ReferenceEquals(first, context.GetMtlsClient());
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
            client, async context => (await context.AuthenticateMtlsClientAsync()).IsAuthenticated || context.Response.HasStarted);

        using HttpResponseMessage response = await server.PostTokenAsync(client.Form);

        response.IsSuccessStatusCode.Should().BeTrue();
        (await response.Content.ReadAsStringAsync()).Should().Be("false");
    }

    private static Task<TestServer> StartAsync(TestClient client, Func<HttpContext, Task<bool>> handler) => TestServer.StartAsync(
        services => services.AddMtlsAuth().AddInMemoryClients(client.Metadata),
        app => app.MapPost("/token", (Delegate)handler));
}
