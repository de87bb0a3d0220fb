using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace MtlsAuth.AspNetCore.Tests.Endpoints;

public sealed class MtlsClientGuardTests
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
    public async Task Invoke_guards_endpoints_that_run_no_filters()
    {
        using TestClient client = new();
        await using TestServer server = await TestServer.StartAsync(
            services => services.AddMtlsAuth().AddInMemoryClients(client.Metadata),
            app =>
            {
                EndpointWithoutFilters endpoint = new("/token", static context => context.Response.WriteAsync("reached"));
                endpoint.RequireMtlsClient();
                ((IEndpointRouteBuilder)app).DataSources.Add(endpoint);
            });

        using HttpResponseMessage refused = await server.PostTokenAsync(client.Form);
        using HttpResponseMessage accepted = await server.PostTokenAsync(client.Form, client.Certificate);

        refused.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await accepted.Content.ReadAsStringAsync()).Should().Be("reached");
    }

    [Test]
    public async Task Invoke_makes_no_services_for_a_request_whose_endpoint_needs_none()
    {
        using TestClient client = new();
        await using TestServer server = await TestServer.StartAsync(
            services => services.AddMtlsAuth().AddInMemoryClients(client.Metadata),
            app => app.MapPost("/token", static context => context.Response.WriteAsync(
                context.Features.Get<IServiceProvidersFeature>() is null ? "none" : "made")).RequireMtlsClient());

        using HttpResponseMessage response = await server.PostTokenAsync(client.Form, client.Certificate);

        (await response.Content.ReadAsStringAsync()).Should().Be("none");
    }

    [Test]
    public async Task Invoke_asks_the_services_that_middleware_has_given_to_the_request()
    {
        using TestClient client = new();
        using TestClient clientOfTenant = new("tenant");
        ServiceCollection servicesOfTenant = new();
        servicesOfTenant.AddLogging().AddMtlsAuth().AddInMemoryClients(clientOfTenant.Metadata);
        await using ServiceProvider tenant = servicesOfTenant.BuildServiceProvider();
        await using TestServer server = await TestServer.StartAsync(
            services => services.AddMtlsAuth().AddInMemoryClients(client.Metadata),
            app =>
            {
                app.Use((context, following) =>
                {
                    context.RequestServices = tenant;
                    return following(context);
                });
                TestServer.MapToken(app);
            });

        using HttpResponseMessage refused = await server.PostTokenAsync(client.Form, client.Certificate);
        using HttpResponseMessage accepted = await server.PostTokenAsync(clientOfTenant.Form, clientOfTenant.Certificate);

        refused.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        accepted.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Test]
    public async Task Guard_stays_around_an_endpoint_whose_delegate_a_later_convention_replaces(
        [Values] bool inGroup, [Values] bool inFinally, [Values] bool isWrapped)
    {
        using TestClient client = new();
        await using TestServer server = await TestServer.StartAsync(
            services => services.AddMtlsAuth().AddInMemoryClients(client.Metadata),
            app =>
            {
                RouteHandlerBuilder endpoint = inGroup
                    ? app.MapGroup("").RequireMtlsClient().MapPost("/token", () => "built")
                    : app.MapPost("/token", () => "built").RequireMtlsClient();
                Action<EndpointBuilder> convention = isWrapped ? Wrap : Replace;
                if (inFinally)
                {
                    endpoint.Finally(convention);
                }
                else
                {
                    endpoint.Add(convention);
                }
            });

        using HttpResponseMessage refused = await server.PostTokenAsync(client.Form);
        using HttpResponseMessage accepted = await server.PostTokenAsync(client.Form, client.Certificate);

        refused.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        refused.Headers.Contains("Reached").Should().BeFalse();
        accepted.Headers.Contains("Reached").Should().BeTrue();
        (await accepted.Content.ReadAsStringAsync()).Should().Be(isWrapped ? "built" : "");
        server.Logs.Should().HaveCount(2);

        static void Replace(EndpointBuilder endpoint) => endpoint.RequestDelegate = static context =>
        {
            context.Response.Headers["Reached"] = "yes";
            return Task.CompletedTask;
        };

        static void Wrap(EndpointBuilder endpoint)
        {
            RequestDelegate wrapped = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = context =>
            {
                context.Response.Headers["Reached"] = "yes";
                return wrapped(context);
            };
        }
    }

    [Test]
    public async Task Guard_is_not_put_around_other_endpoints_of_the_same_route()
    {
        using TestClient client = new();
        await using TestServer server = await TestServer.StartAsync(
            services => services.AddMtlsAuth().AddInMemoryClients(client.Metadata),
            app =>
            {
                app.MapPost("/token", () => "built").RequireMtlsClient()
                    .Add(endpoint => endpoint.RequestDelegate = static context => context.Response.WriteAsync("reached"));
                app.MapGet("/token", () => "open");
            });
        using HttpClient http = server.CreateClient();

        (await http.GetStringAsync("/token")).Should().Be("open");
    }

    // Both are candidates for the same addresses, so that routing asks for both at once whether one lacks its guard.
    [Test]
    public async Task Guard_stays_around_one_of_several_candidates_and_is_not_put_around_the_other()
    {
        using TestClient client = new();
        await using TestServer server = await TestServer.StartAsync(
            services => services.AddMtlsAuth().AddInMemoryClients(client.Metadata),
            app =>
            {
                app.MapPost("/{name}", () => "built").RequireMtlsClient()
                    .Add(endpoint => endpoint.RequestDelegate = static context => context.Response.WriteAsync("reached"));
                app.MapPost("/{number:int}", () => "open");
            });
        using HttpClient http = server.CreateClient();

        using HttpResponseMessage refused = await server.PostTokenAsync(client.Form);
        using HttpResponseMessage accepted = await server.PostTokenAsync(client.Form, client.Certificate);
        using HttpResponseMessage open = await http.PostAsync("/1", null);

        refused.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await accepted.Content.ReadAsStringAsync()).Should().Be("reached");
        (await open.Content.ReadAsStringAsync()).Should().Be("open");
    }

    [Test]
    public void Endpoint_that_routing_replaces_is_not_built([Values] bool isPage)
    {
        EndpointWithoutFilters endpoint = new("/token", static _ => Task.CompletedTask);
        endpoint.Add(builder => builder.Metadata.Add(isPage ? new PageActionDescriptor() : new Dynamic()));
        endpoint.RequireMtlsClient();

        FluentActions.Invoking(() => endpoint.Endpoints).Should()
            .Throw<InvalidOperationException>().WithMessage("RequireMtlsClient: routing puts another endpoint in the place of*");
    }

    [Test]
    public async Task Endpoint_of_a_group_that_routing_replaces_is_not_built()
    {
        await using WebApplication app = WebApplication.CreateSlimBuilder().Build();
        app.MapGroup("").RequireMtlsClient().MapPost("/token", () => "reached").WithMetadata(new Dynamic());

        FluentActions.Invoking(() => ((IEndpointRouteBuilder)app).DataSources.Select(source => source.Endpoints.Count).ToArray()).Should()
            .Throw<InvalidOperationException>().WithMessage("RequireMtlsClient: routing puts another endpoint in the place of*");
    }

    [Test]
    public void Endpoint_without_a_delegate_is_not_built()
    {
        EndpointWithoutFilters endpoint = new("/token", null);
        endpoint.RequireMtlsClient();

        FluentActions.Invoking(() => endpoint.Endpoints).Should()
            .Throw<InvalidOperationException>().WithMessage("RequireMtlsClient: the endpoint*nothing to guard.");
    }

    [Test]
    public async Task Invoke_comes_before_the_form_is_bound_to_parameters()
    {
        using TestClient client = new();
        await using TestServer server = await TestServer.StartAsync(
            services => services.AddMtlsAuth(options => options.MaximumFormLength = 1_000).AddInMemoryClients(client.Metadata),
            app => app.MapPost("/token", ([FromForm(Name = "grant_type")] string grantType) => grantType)
                .DisableAntiforgery()
                .RequireMtlsClient());

        using HttpResponseMessage accepted = await server.PostTokenAsync(client.Form, client.Certificate);
        using HttpResponseMessage refused = await server.PostTokenAsync($"{client.Form}&a={new string('a', 1_000)}", client.Certificate);

        (await accepted.Content.ReadAsStringAsync()).Should().Be("client_credentials");
        refused.StatusCode.Should().Be(HttpStatusCode.BadRequest);
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

    private sealed class Dynamic : IDynamicEndpointMetadata
    {
        public bool IsDynamic => true;
    }
}
