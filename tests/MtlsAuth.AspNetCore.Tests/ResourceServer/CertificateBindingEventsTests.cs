using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using MtlsAuth.AspNetCore.JwtBearer;

namespace MtlsAuth.AspNetCore.Tests.ResourceServer;

[Parallelizable(ParallelScope.All)]
public sealed class CertificateBindingEventsTests
{
    public enum Origin
    {
        Events,
        EventsType,
        SetAfterwards,
    }

    [Test]
    public async Task Events_of_a_request_that_passes_are_raised_once([Values] Origin origin)
    {
        Recorder recorder = new();
        await using ResourceServerHost server = await StartAsync(recorder, origin);

        HttpStatusCode status = await GetAsync(server, "/", AccessToken.Create(ClientCertificates.BoundToOwn));

        status.Should().Be(HttpStatusCode.OK);
        recorder.Raised.Should().Equal("MessageReceived", "TokenValidated");
    }

    [Test]
    public async Task Events_of_a_forbidden_request_are_raised_once([Values] Origin origin)
    {
        Recorder recorder = new();
        await using ResourceServerHost server = await StartAsync(recorder, origin);

        HttpStatusCode status = await GetAsync(server, "/forbidden", AccessToken.Create(ClientCertificates.BoundToOwn));

        status.Should().Be(HttpStatusCode.Forbidden);
        recorder.Raised.Should().Equal("MessageReceived", "TokenValidated", "Forbidden");
    }

    [Test]
    public async Task Events_of_an_invalid_token_are_raised_once([Values] Origin origin)
    {
        Recorder recorder = new();
        await using ResourceServerHost server = await StartAsync(recorder, origin);

        HttpStatusCode status = await GetAsync(server, "/", "no token");

        status.Should().Be(HttpStatusCode.Unauthorized);
        recorder.Raised.Should().Equal("MessageReceived", "AuthenticationFailed", "Challenge");
    }

    [Test]
    public async Task TokenValidated_is_not_raised_for_a_token_in_the_wrong_hands([Values] Origin origin)
    {
        Recorder recorder = new();
        await using ResourceServerHost server = await StartAsync(recorder, origin);

        HttpStatusCode status = await GetAsync(server, "/", AccessToken.Create(Bound(ClientCertificates.ForeignThumbprint)));

        status.Should().Be(HttpStatusCode.Unauthorized);
        recorder.Raised.Should().Equal("MessageReceived", "Challenge");
    }

    [Test]
    public async Task Transient_events_are_one_object_for_a_request()
    {
        Recorder recorder = new();
        await using ResourceServerHost server = await StartAsync(recorder, Origin.EventsType);

        await GetAsync(server, "/", AccessToken.Create(ClientCertificates.BoundToOwn));
        await GetAsync(server, "/", AccessToken.Create(ClientCertificates.BoundToOwn));

        recorder.Created.Should().Be(2);
    }

    [Test]
    public async Task The_application_can_refuse_a_token_that_passes()
    {
        Recorder recorder = new() { OnTokenValidated = static context => context.Fail("revoked") };
        await using ResourceServerHost server = await StartAsync(recorder);

        HttpStatusCode status = await GetAsync(server, "/", AccessToken.Create(ClientCertificates.BoundToOwn));

        status.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Test]
    public async Task The_application_can_ignore_a_token_that_passes()
    {
        Recorder recorder = new() { OnTokenValidated = static context => context.NoResult() };
        await using ResourceServerHost server = await StartAsync(recorder);

        HttpStatusCode status = await GetAsync(server, "/", AccessToken.Create(ClientCertificates.BoundToOwn));

        status.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Test]
    public async Task The_application_can_replace_the_principal_of_a_token_that_passes()
    {
        Recorder recorder = new()
        {
            OnTokenValidated = static context =>
            {
                context.Principal = CreatePrincipal();
                context.Success();
            },
        };
        await using ResourceServerHost server = await StartAsync(recorder);

        HttpStatusCode status = await GetAsync(server, "/", AccessToken.Create(ClientCertificates.BoundToOwn));

        status.Should().Be(HttpStatusCode.OK);
    }

    [TestCase(true, HttpStatusCode.OK)]
    [TestCase(false, HttpStatusCode.Unauthorized)]
    public async Task A_principal_instead_of_a_token_has_to_be_bound_as_well(bool isBound, HttpStatusCode expected)
    {
        Recorder recorder = new() { OnMessageReceived = context => Succeed(context, isBound) };
        await using ResourceServerHost server = await StartAsync(recorder);

        HttpStatusCode status = await GetAsync(server, "/", "opaque");

        status.Should().Be(expected);
    }

    [TestCase(true, HttpStatusCode.OK)]
    [TestCase(false, HttpStatusCode.Unauthorized)]
    public async Task A_principal_in_spite_of_an_invalid_token_has_to_be_bound_as_well(bool isBound, HttpStatusCode expected)
    {
        Recorder recorder = new() { OnAuthenticationFailed = context => Succeed(context, isBound) };
        await using ResourceServerHost server = await StartAsync(recorder);

        HttpStatusCode status = await GetAsync(server, "/", "opaque");

        status.Should().Be(expected);
    }

    private static Task<ResourceServerHost> StartAsync(Recorder recorder, Origin origin = Origin.Events) => ResourceServerHost.StartAsync(
        services =>
        {
            services.AddSingleton(recorder).AddTransient<RecordingEvents>();
            services.AddAuthorization().AddAuthentication().AddJwtBearer(AccessToken.Accept).AddCertificateBinding();
            services.Configure<JwtBearerOptions>("Bearer", options =>
            {
                if (origin == Origin.EventsType)
                {
                    options.EventsType = typeof(RecordingEvents);
                }
                else if (origin == Origin.Events)
                {
                    options.Events = new RecordingEvents(recorder);
                }
                else
                {
                    RecordingEvents events = new(recorder);
                    options.Events.OnMessageReceived = events.MessageReceived;
                    options.Events.OnTokenValidated = events.TokenValidated;
                    options.Events.OnAuthenticationFailed = events.AuthenticationFailed;
                    options.Events.OnChallenge = events.Challenge;
                    options.Events.OnForbidden = events.Forbidden;
                }
            });
        },
        static application =>
        {
            application.MapGet("/", static () => "").RequireAuthorization();
            application.MapGet("/forbidden", static () => "").RequireAuthorization(static policy => policy.RequireClaim("scope"));
        });

    private static async Task<HttpStatusCode> GetAsync(ResourceServerHost server, string path, string token)
    {
        using HttpResponseMessage response = await server.CreateClient(ClientCertificates.Own, token).GetAsync(path);
        return response.StatusCode;
    }

    private static void Succeed(ResultContext<JwtBearerOptions> context, bool isBound)
    {
        context.Principal = CreatePrincipal(
            new Claim("cnf", Bound(isBound ? ClientCertificates.OwnThumbprint : ClientCertificates.ForeignThumbprint)));
        context.Success();
    }

    private static ClaimsPrincipal CreatePrincipal(params Claim[] claims) => new(new ClaimsIdentity(claims, "own"));

    private static string Bound(string thumbprint) => $$"""{"x5t#S256":"{{thumbprint}}"}""";

    private sealed class Recorder
    {
        public List<string> Raised { get; } = [];

        public int Created { get; set; }

        public Action<MessageReceivedContext>? OnMessageReceived { get; init; }

        public Action<TokenValidatedContext>? OnTokenValidated { get; init; }

        public Action<AuthenticationFailedContext>? OnAuthenticationFailed { get; init; }
    }

    private sealed class RecordingEvents : JwtBearerEvents
    {
        private readonly Recorder _recorder;

        public RecordingEvents(Recorder recorder)
        {
            _recorder = recorder;
            _recorder.Created++;
        }

        public override Task MessageReceived(MessageReceivedContext context) => Record(context, _recorder.OnMessageReceived);

        public override Task TokenValidated(TokenValidatedContext context) => Record(context, _recorder.OnTokenValidated);

        public override Task AuthenticationFailed(AuthenticationFailedContext context) => Record(context, _recorder.OnAuthenticationFailed);

        public override Task Challenge(JwtBearerChallengeContext context) => Record(context, null);

        public override Task Forbidden(ForbiddenContext context) => Record(context, null);

        private Task Record<TContext>(TContext context, Action<TContext>? act)
        {
            _recorder.Raised.Add(typeof(TContext).Name.Replace("Context", "").Replace("JwtBearer", ""));
            act?.Invoke(context);
            return Task.CompletedTask;
        }
    }
}
