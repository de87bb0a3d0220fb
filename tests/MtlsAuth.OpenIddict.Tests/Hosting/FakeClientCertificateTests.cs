using System.Net;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using MtlsAuth.AspNetCore;
using MtlsAuth.Testing;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using OpenIddict.Validation.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace MtlsAuth.OpenIddict.Tests.Hosting;

/// <summary>An OpenIddict server in TestServer, without TLS, as its own unit tests have it.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class FakeClientCertificateTests : IAsyncDisposable
{
    private static readonly TestCertificate Own = TestCertificates.Ec().WithSubject("CN=client").Create();
    private static readonly TestCertificate Other = TestCertificates.Ec().WithSubject("CN=client").Create();

    private readonly SqliteConnection _connection = new("Data Source=:memory:");
    private WebApplication _app = null!;
    private HttpClient _http = null!;

    [SetUp]
    public async Task StartAsync()
    {
        // The database is there as long as this connection is.
        await _connection.OpenAsync();
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseTestServer();
        builder.Services.AddRouting().AddDbContext<TestDatabase>(options => options.UseSqlite(_connection).UseOpenIddict());
        builder.Services.AddAuthentication();
        builder.Services.AddAuthorization();
        builder.Services.AddOpenIddict()
            .AddCore(static core => core.UseEntityFrameworkCore().UseDbContext<TestDatabase>())
            .AddServer(static server =>
            {
                server.UseMtlsAuth();
                server.SetTokenEndpointUris("token").AllowClientCredentialsFlow();
                server.AddEphemeralEncryptionKey().AddEphemeralSigningKey().DisableAccessTokenEncryption();
                server.UseAspNetCore().EnableTokenEndpointPassthrough();
            })
            .AddValidation(static validation =>
            {
                validation.UseLocalServer();
                validation.UseMtlsCertificates();
                validation.UseAspNetCore();
            });
        builder.Services.AddMtlsAuth();
        builder.Services.AddFakeClientCertificate();
        _app = builder.Build();
        _app.UseRouting();
        _app.UseAuthentication();
        _app.UseAuthorization();
        _app.MapPost("/token", static (HttpContext context) => SignIn(context.GetOpenIddictServerRequest()!.ClientId!));
        _app.MapGet("/api", static () => "api").RequireAuthorization(static policy => policy
            .AddAuthenticationSchemes(OpenIddictValidationAspNetCoreDefaults.AuthenticationScheme).RequireAuthenticatedUser());
        await using (AsyncServiceScope scope = _app.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<TestDatabase>().Database.EnsureCreatedAsync();
            OpenIddictApplicationDescriptor application = new()
            {
                Permissions = { Permissions.Endpoints.Token, Permissions.GrantTypes.ClientCredentials },
            };
            await scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>()
                .CreateAsync(application.SetMtlsClient(TestClients.PubKey("client", Own)));
        }

        await _app.StartAsync();
        _http = _app.GetTestClient();
        _http.BaseAddress = new Uri("https://localhost/");
    }

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        await (_app?.DisposeAsync() ?? default);
        await _connection.DisposeAsync();
    }

    [Test]
    public async Task Clients_own_certificate_gets_a_token_that_is_bound_to_it()
    {
        string token = await RequestTokenAsync(Own);

        new JsonWebToken(token).GetPayloadValue<object>("cnf").ToString().Should().Contain(Own.ClientCertificate.Thumbprint.ToString());
        (await CallAsync(token, Own)).Should().Be(HttpStatusCode.OK);
        (await CallAsync(token, Other)).Should().Be(HttpStatusCode.Unauthorized);
    }

    [Test]
    public async Task Another_certificate_gets_none() => (await RequestTokenAsync(Other)).Should().Be("invalid_client");

    [Test]
    public async Task No_certificate_gets_none() => (await RequestTokenAsync(certificate: null)).Should().Be("invalid_client");

    private static IResult SignIn(string subject)
    {
        ClaimsIdentity identity = new(TokenValidationParameters.DefaultAuthenticationType, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, subject).SetDestinations(static _ => [Destinations.AccessToken]);
        return Results.SignIn(new ClaimsPrincipal(identity), null, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    private async Task<string> RequestTokenAsync(TestCertificate? certificate)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "token")
        {
            Content = new FormUrlEncodedContent(
                [KeyValuePair.Create("grant_type", "client_credentials"), KeyValuePair.Create("client_id", "client")]),
        };
        using HttpResponseMessage response = await _http.SendAsync(
            certificate is null ? request.WithoutClientCertificate() : request.WithClientCertificate(certificate));
        OpenIddictResponse answer = new(JsonElement.Parse(await response.Content.ReadAsStringAsync()));
        return answer.AccessToken ?? answer.Error!;
    }

    private async Task<HttpStatusCode> CallAsync(string token, TestCertificate certificate)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "api");
        request.Headers.Authorization = new("Bearer", token);
        using HttpResponseMessage response = await _http.SendAsync(request.WithClientCertificate(certificate));
        return response.StatusCode;
    }
}
