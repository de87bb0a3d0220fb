using System.Net;
using System.Security.Claims;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using MtlsAuth.AspNetCore.JwtBearer;

namespace MtlsAuth.AspNetCore.Tests.ResourceServer;

/// <summary>Tokens that come as <c>Authorization: MTLS_POP</c>.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class MtlsPopTests
{
    [TestCase("MTLS_POP {0}")]
    [TestCase("mtls_pop {0}")]
    [TestCase("MTLS_POP   {0}")]
    [TestCase("Bearer {0}")]
    public async Task Token_passes_with_its_certificate(string format)
    {
        await using ResourceServerHost server = await StartAsync(static rules => rules.AcceptMtlsPop = true);

        (await GetAsync(server, format, ClientCertificates.BoundToOwn, ClientCertificates.Own)).Should().Be(HttpStatusCode.OK);
    }

    [Test]
    public async Task Token_is_no_token_by_default()
    {
        await using ResourceServerHost server = await StartAsync(static _ => { });

        HttpStatusCode status = await GetAsync(server, "MTLS_POP {0}", ClientCertificates.BoundToOwn, ClientCertificates.Own);

        status.Should().Be(HttpStatusCode.Unauthorized);
        server.Log.Should().BeEmpty();
    }

    [TestCase(true, ConfirmationOutcome.OtherCertificate)]
    [TestCase(false, ConfirmationOutcome.NoCertificate)]
    public async Task Token_is_refused_without_its_certificate(bool hasForeign, ConfirmationOutcome outcome)
    {
        await using ResourceServerHost server = await StartAsync(static rules => rules.AcceptMtlsPop = true);

        HttpStatusCode status = await GetAsync(
            server, "MTLS_POP {0}", ClientCertificates.BoundToOwn, hasForeign ? ClientCertificates.Foreign : null);

        status.Should().Be(HttpStatusCode.Unauthorized);
        server.Log.Should().ContainSingle().Which.Message.Should().Contain($": {outcome} (");
    }

    // The scheme says that the token is bound. As Bearer, both would pass here.
    [TestCase(null, "Bearer {0}", HttpStatusCode.OK)]
    [TestCase(null, "MTLS_POP {0}", HttpStatusCode.Unauthorized)]
    [TestCase(null, "mtls_pop {0}", HttpStatusCode.Unauthorized)]
    [TestCase(ClientCertificates.BoundToKey, "Bearer {0}", HttpStatusCode.OK)]
    [TestCase(ClientCertificates.BoundToKey, "MTLS_POP {0}", HttpStatusCode.Unauthorized)]
    public async Task Token_has_to_be_bound_to_a_certificate_whatever_else_may_pass(string? cnf, string format, HttpStatusCode expected)
    {
        await using ResourceServerHost server = await StartAsync(static rules =>
        {
            rules.AcceptMtlsPop = true;
            rules.AllowUnboundTokens = true;
            rules.MembersCheckedElsewhere.Add("jkt");
        });

        (await GetAsync(server, format, cnf, ClientCertificates.Own)).Should().Be(expected);
    }

    [TestCase("MTLS_POP")]
    [TestCase("MTLS_POP ")]
    [TestCase("MTLS_POP{0}")]
    [TestCase("MTLS_POP {0}, Bearer {0}")]
    [TestCase("MTLS_POP {0} {0}")]
    [TestCase("MTLS_POP \"{0}\"")]
    [TestCase("MTLS_POPS {0}")]
    public async Task Header_that_is_malformed_brings_no_token(string format)
    {
        await using ResourceServerHost server = await StartAsync(static rules => rules.AcceptMtlsPop = true);

        (await GetAsync(server, format, ClientCertificates.BoundToOwn, ClientCertificates.Own)).Should().Be(HttpStatusCode.Unauthorized);
    }

    [Test]
    public async Task Header_that_comes_twice_brings_no_token()
    {
        await using ResourceServerHost server = await StartAsync(static rules => rules.AcceptMtlsPop = true);
        string token = AccessToken.Create(ClientCertificates.BoundToOwn);
        HttpClient client = server.CreateClient(ClientCertificates.Own);
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", [$"MTLS_POP {token}", $"Bearer {token}"]);

        using HttpResponseMessage response = await client.GetAsync("/");

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Test]
    public async Task Token_that_does_not_verify_is_refused()
    {
        await using ResourceServerHost server = await StartAsync(static rules => rules.AcceptMtlsPop = true);
        string token = AccessToken.Create(ClientCertificates.BoundToOwn);
        HttpClient client = server.CreateClient(ClientCertificates.Own);
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "MTLS_POP " + token[..^4] + "AAAA");

        using HttpResponseMessage response = await client.GetAsync("/");

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        response.Headers.WwwAuthenticate.ToString().Should().Contain("invalid_token");
    }

    [Test]
    public async Task The_application_has_the_first_word_on_where_the_token_is()
    {
        string own = AccessToken.Create(ClientCertificates.BoundToOwn);
        await using ResourceServerHost server = await StartAsync(
            static rules => rules.AcceptMtlsPop = true,
            options => options.Events = new JwtBearerEvents
            {
                OnMessageReceived = context =>
                {
                    context.Token = own;
                    return Task.CompletedTask;
                },
            });

        HttpStatusCode status = await GetAsync(
            server, "MTLS_POP {0}", $$"""{"x5t#S256":"{{ClientCertificates.ForeignThumbprint}}"}""", ClientCertificates.Own);

        status.Should().Be(HttpStatusCode.OK);
    }

    [Test]
    public async Task The_application_can_refuse_the_request_before_the_token_is_read()
    {
        await using ResourceServerHost server = await StartAsync(
            static rules => rules.AcceptMtlsPop = true,
            static options => options.Events = new JwtBearerEvents
            {
                OnMessageReceived = static context =>
                {
                    context.NoResult();
                    return Task.CompletedTask;
                },
            });

        HttpStatusCode status = await GetAsync(server, "MTLS_POP {0}", ClientCertificates.BoundToOwn, ClientCertificates.Own);

        status.Should().Be(HttpStatusCode.Unauthorized);
    }

    [TestCase(ClientCertificates.BoundToKey, false, HttpStatusCode.Unauthorized)]
    [TestCase(null, true, HttpStatusCode.OK)]
    [TestCase(null, false, HttpStatusCode.Unauthorized)]
    public async Task RequireCertificateBoundToken_takes_tokens_that_come_so(string? other, bool isOwn, HttpStatusCode expected)
    {
        await using ResourceServerHost server = await StartAsync(static rules =>
        {
            rules.AcceptMtlsPop = true;
            rules.AllowUnboundTokens = true;
            rules.MembersCheckedElsewhere.Add("jkt");
        });

        HttpStatusCode status = await GetAsync(
            server, "MTLS_POP {0}", other ?? ClientCertificates.BoundToOwn,
            isOwn ? ClientCertificates.Own : ClientCertificates.Foreign, "/bound");

        status.Should().Be(expected);
    }

    [TestCase("MTLS_POP abc.DEF-1_~+/==", "abc.DEF-1_~+/==")]
    [TestCase("mtls_pop  abc ", "abc")]
    [TestCase("Bearer abc", null)]
    [TestCase("MTLS_POP", null)]
    [TestCase("MTLS_POP ", null)]
    [TestCase("MTLS_POP a b", null)]
    [TestCase("MTLS_POP a,b", null)]
    [TestCase("MTLS_POP \"a\"", null)]
    [TestCase("MTLS_POP a\u00e9", null)]
    [TestCase("", null)]
    public void GetMtlsPopToken_gives_the_token_to_other_handlers(string header, string? token)
    {
        DefaultHttpContext context = new();
        context.Request.GetMtlsPopToken().Should().BeNull();

        context.Request.Headers.Authorization = header;

        context.Request.GetMtlsPopToken().Should().Be(token);
    }

    [Test]
    public void GetMtlsPopToken_gives_none_of_several()
    {
        DefaultHttpContext context = new();
        context.Request.Headers.Authorization = new[] { "MTLS_POP a", "MTLS_POP b" };

        context.Request.GetMtlsPopToken().Should().BeNull();
    }

    private static Task<ResourceServerHost> StartAsync(
        Action<CertificateBindingOptions> rules, Action<JwtBearerOptions>? jwtBearer = null) => ResourceServerHost.StartAsync(
            services =>
            {
                services.AddAuthorization().AddAuthentication()
                    .AddJwtBearer(options =>
                    {
                        AccessToken.Accept(options);
                        jwtBearer?.Invoke(options);
                    })
                    .AddCertificateBinding(rules);
                services.AddAuthorizationBuilder().AddPolicy(
                    "bound", static policy => policy.RequireAuthenticatedUser().RequireCertificateBoundToken());
            },
            static application =>
            {
                application.MapGet("/", static (ClaimsPrincipal user) => user.FindFirstValue("sub")).RequireAuthorization();
                application.MapGet("/bound", static () => "").RequireAuthorization("bound");
            });

    private static async Task<HttpStatusCode> GetAsync(
        ResourceServerHost server, string format, string? cnf, X509Certificate2? certificate, string path = "/")
    {
        HttpClient client = server.CreateClient(certificate);
        client.DefaultRequestHeaders.TryAddWithoutValidation(
            "Authorization", format.Replace("{0}", AccessToken.Create(cnf), StringComparison.Ordinal));
        using HttpResponseMessage response = await client.GetAsync(path);
        return response.StatusCode;
    }
}
