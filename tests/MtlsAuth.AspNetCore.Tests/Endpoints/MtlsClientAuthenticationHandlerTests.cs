using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using MtlsAuth.AspNetCore.Endpoints;

namespace MtlsAuth.AspNetCore.Tests.Endpoints;

public sealed class MtlsClientAuthenticationHandlerTests
{
    private const string FormType = "application/x-www-form-urlencoded";

    private readonly TestClient _client = new();
    private TestServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await TestServer.StartAsync(
        services =>
        {
            services.AddMtlsAuth().AddInMemoryClients(_client.Metadata);
            services.AddAuthentication().AddMtlsClient();
            services.AddAuthorizationBuilder()
                .AddPolicy("clients", policy => policy
                    .AddAuthenticationSchemes(MtlsClientDefaults.AuthenticationScheme).RequireAuthenticatedUser())
                .AddPolicy("nobody", policy => policy
                    .AddAuthenticationSchemes(MtlsClientDefaults.AuthenticationScheme).RequireClaim("client_id", "nobody"));
        },
        app =>
        {
            app.MapPost("/token", [Authorize("clients")] (ClaimsPrincipal user) => string.Join(
                ", ",
                user.Claims.Select(claim => $"{claim.Type}={claim.Value}").Append(user.Identity!.Name).Append(user.Identity.AuthenticationType)));
            app.MapPost("/nobody", [Authorize("nobody")] () => "reached");
            app.MapPost("/challenged", (HttpContext context) => context.ChallengeAsync());
            app.Map("/open", (HttpContext context) => context.Features.Get<MtlsClientFeature>() is null ? "not tried" : "tried");
        });

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _server.DisposeAsync();
        _client.Dispose();
    }

    [Test]
    public async Task Authenticate_gives_the_client_as_principal()
    {
        using HttpResponseMessage response = await _server.PostTokenAsync(_client.Form, _client.Certificate);

        (await response.Content.ReadAsStringAsync()).Should().Be("client_id=client, client, MtlsClient");
    }

    [Test]
    public async Task Challenge_writes_the_OAuth_error()
    {
        using HttpResponseMessage response = await _server.PostTokenAsync(_client.Form);

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        response.Headers.WwwAuthenticate.Single().Scheme.Should().Be("ClientCertificate");
        (await response.ReadErrorAsync()).Should().Be("invalid_client");
    }

    [Test]
    public async Task Forbid_answers_403_for_a_client_that_authenticated()
    {
        using HttpClient http = _server.CreateClient(_client.Certificate);
        using FormUrlEncodedContent form = new([new("client_id", "client")]);

        using HttpResponseMessage response = await http.PostAsync("/nobody", form);

        response.StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    [Test]
    public async Task Challenge_answers_403_for_a_client_that_authenticated()
    {
        using HttpClient http = _server.CreateClient(_client.Certificate);
        using FormUrlEncodedContent form = new([new("client_id", "client")]);

        using HttpResponseMessage response = await http.PostAsync("/challenged", form);

        response.StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    // With a single scheme, ASP.NET Core authenticates every request by it.
    [TestCase("GET", null, "not tried")]
    [TestCase("PUT", FormType, "not tried")]
    [TestCase("POST", "application/json", "not tried")]
    [TestCase("POST", FormType, "tried")]
    public async Task Authenticate_leaves_requests_alone_that_are_no_form(string method, string? contentType, string expected)
    {
        using HttpClient http = _server.CreateClient();
        using HttpRequestMessage request = new(new HttpMethod(method), "/open");
        request.Content = contentType is null ? null : new StringContent("{}", null, contentType);

        using HttpResponseMessage response = await http.SendAsync(request);

        (await response.Content.ReadAsStringAsync()).Should().Be(expected);
    }
}
