using System.Net;
using Microsoft.AspNetCore.Builder;

namespace MtlsAuth.AspNetCore.Tests.Endpoints;

public sealed class MtlsClientEndpointFilterTests
{
    [Test]
    public async Task Invoke_does_not_reach_the_endpoint_of_a_client_that_is_refused()
    {
        bool reached = false;
        await using TestServer server = await TestServer.StartAsync(
            services => services.AddMtlsAuth().AddInMemoryClients(),
            app => app.MapPost("/token", () => reached = true).RequireMtlsClient());

        using HttpResponseMessage response = await server.PostTokenAsync("client_id=client");

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        reached.Should().BeFalse();
    }

    [Test]
    public async Task Invoke_guards_all_endpoints_of_a_group()
    {
        using TestClient client = new();
        await using TestServer server = await TestServer.StartAsync(
            services => services.AddMtlsAuth().AddInMemoryClients(client.Metadata),
            app => app.MapGroup("").RequireMtlsClient().MapPost("/token", () => "reached"));

        using HttpResponseMessage refused = await server.PostTokenAsync(client.Form);
        using HttpResponseMessage accepted = await server.PostTokenAsync(client.Form, client.Certificate);

        refused.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await accepted.Content.ReadAsStringAsync()).Should().Be("reached");
    }
}
