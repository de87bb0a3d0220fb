using System.Net;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MtlsAuth.AspNetCore.JwtBearer;

namespace MtlsAuth.AspNetCore.Tests.ResourceServer;

/// <summary>Schemes whose tokens <c>AddCertificateBinding</c> could not check.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class CertificateBindingSchemeTests
{
    private static readonly TestCaseData<Action<JwtBearerOptions>>[] Forwarding =
    [
        new(static options => options.ForwardAuthenticate = "Other") { TestName = "ForwardAuthenticate" },
        new(static options => options.ForwardDefault = "Other") { TestName = "ForwardDefault" },
        new(static options => options.ForwardDefaultSelector = static _ => "Other") { TestName = "ForwardDefaultSelector" },
        new(static options => options.ForwardDefaultSelector = static _ => null) { TestName = "ForwardDefaultSelector that may choose" },
        new(static options => (options.ForwardAuthenticate, options.ForwardDefault) = ("Other", "Bearer"))
        {
            TestName = "ForwardAuthenticate beside ForwardDefault",
        },
    ];

    [Test]
    public async Task AddCertificateBinding_does_not_start_without_the_scheme()
    {
        Func<Task> start = () => ResourceServerHost.StartAsync(
            static services => services.AddAuthentication().AddJwtBearer(AccessToken.Accept).AddCertificateBinding(null, "Baerer"),
            static _ => { });

        (await start.Should().ThrowAsync<OptionsValidationException>()).WithMessage("*found no JWT bearer scheme 'Baerer'*");
    }

    [Test]
    public async Task AddCertificateBinding_does_not_start_if_its_events_are_replaced()
    {
        Func<Task> start = () => ResourceServerHost.StartAsync(
            static services =>
            {
                services.AddAuthentication().AddJwtBearer(AccessToken.Accept).AddCertificateBinding();
                services.PostConfigure<JwtBearerOptions>("Bearer", static options => options.Events = new JwtBearerEvents());
            },
            static _ => { });

        (await start.Should().ThrowAsync<OptionsValidationException>()).WithMessage("*'Bearer' were replaced*");
    }

    [TestCaseSource(nameof(Forwarding))]
    public async Task AddCertificateBinding_does_not_start_if_the_scheme_forwards(Action<JwtBearerOptions> forward)
    {
        Func<Task> start = () => StartAsync(jwtBearer: forward);

        (await start.Should().ThrowAsync<OptionsValidationException>()).WithMessage("*'Bearer' forwards authentication to another scheme*");
    }

    [Test]
    public async Task AddCertificateBinding_does_not_start_if_something_makes_the_scheme_forward_afterwards()
    {
        Func<Task> start = () => StartAsync(services: static services =>
            services.PostConfigure<JwtBearerOptions>("Bearer", static options => options.ForwardDefault = "Other"));

        (await start.Should().ThrowAsync<OptionsValidationException>()).WithMessage("*'Bearer' forwards authentication to another scheme*");
    }

    [Test]
    public async Task AddCertificateBinding_checks_where_the_scheme_forwards_to_itself_or_only_other_actions()
    {
        await using ResourceServerHost server = await StartAsync(jwtBearer: static options =>
        {
            options.ForwardAuthenticate = "Bearer";
            options.ForwardDefaultSelector = static _ => "Bearer";
            options.ForwardForbid = "Other";
        });

        using HttpResponseMessage response = await server.CreateClient(
            ClientCertificates.Foreign, AccessToken.Create(ClientCertificates.BoundToOwn)).GetAsync("/");

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        server.Log.Should().ContainSingle().Which.Message.Should().Contain($": {ConfirmationOutcome.OtherCertificate} (");
    }

    [Test]
    public async Task AddCertificateBinding_checks_tokens_behind_a_policy_scheme()
    {
        await using ResourceServerHost server = await StartAsync(services: static services => services
            .AddAuthentication("Chooser").AddPolicyScheme("Chooser", null, static options => options.ForwardDefault = "Bearer"));

        using HttpResponseMessage response = await server.CreateClient(
            ClientCertificates.Foreign, AccessToken.Create(ClientCertificates.BoundToOwn)).GetAsync("/");

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        server.Log.Should().ContainSingle().Which.Message.Should().Contain($": {ConfirmationOutcome.OtherCertificate} (");
    }

    private static Task<ResourceServerHost> StartAsync(
        Action<JwtBearerOptions>? jwtBearer = null, Action<IServiceCollection>? services = null) => ResourceServerHost.StartAsync(
            collection =>
            {
                collection.AddAuthorization().AddAuthentication()
                    .AddJwtBearer(options =>
                    {
                        AccessToken.Accept(options);
                        jwtBearer?.Invoke(options);
                    })
                    .AddCertificateBinding();
                services?.Invoke(collection);
            },
            static application => application.MapGet("/", static () => "").RequireAuthorization());
}
