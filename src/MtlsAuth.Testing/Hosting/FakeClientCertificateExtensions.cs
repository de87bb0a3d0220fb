using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;
using MtlsAuth.AspNetCore;
using MtlsAuth.Testing.Hosting;

namespace MtlsAuth.Testing;

/// <summary>Lets each request to <c>TestServer</c> bring a client certificate, which has no TLS to bring one.</summary>
public static class FakeClientCertificateExtensions
{
    /// <summary>Takes a request's certificate from what the test said by <see cref="TestRequestExtensions"/>.</summary>
    /// <remarks>
    /// <para>
    /// The certificate goes through the application's own <see cref="IClientCertificateSource"/> into authentication, into the check of
    /// bound tokens, into OpenIddict, and into <c>HttpContext.Connection.ClientCertificate</c>. A request of which the test says nothing
    /// is asked as in production, so that the headers of proxies are tested with the application's own settings.
    /// </para>
    /// <para>
    /// Nothing of it can be left on by mistake: the application does not start on any server but <c>TestServer</c>, which listens to no
    /// network, and a request can only name certificates that were handed over in the same process, by a random name for each.
    /// </para>
    /// <para>
    /// Call it last, in <c>ConfigureTestServices</c>: after <c>AddMtlsAuth</c>, <c>AddMtlsCertificates</c> and
    /// <c>AddForwardedCertificate</c>.
    /// </para>
    /// </remarks>
    /// <exception cref="InvalidOperationException">The library's services have not been added before.</exception>
    /// <example>
    /// In the <c>ConfigureWebHost</c> of a <c>WebApplicationFactory</c>, or before <c>UseTestServer</c>:
    /// <code>
    /// builder.Services.AddMtlsAuth().AddInMemoryClients(TestClients.PubKey("client", TestCertificates.Ec().Create()));
    /// builder.Services.AddFakeClientCertificate();
    /// </code>
    /// </example>
    public static IServiceCollection AddFakeClientCertificate(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        ServiceDescriptor inner = services.LastOrDefault(static item => item.ServiceType == typeof(IClientCertificateSource))
            ?? throw new InvalidOperationException(
                "AddFakeClientCertificate comes after AddMtlsAuth or AddMtlsCertificates, in ConfigureTestServices.");
        if (services.Any(static item => item.ImplementationType == typeof(FakeCertificateStartupFilter)))
        {
            return services;
        }

        services.Remove(inner);
        services.AddSingleton<IClientCertificateSource>(provider =>
        {
            // Whoever takes the source without a server gets none, either.
            TestServerOnly.Require(provider.GetService<IServer>());
            return new FakeCertificateSource((IClientCertificateSource)Make(provider, inner));
        });

        // In front of all others, so that nobody sees the header.
        services.Insert(0, ServiceDescriptor.Singleton<IStartupFilter, FakeCertificateStartupFilter>());
        return services;
    }

    private static object Make(IServiceProvider provider, ServiceDescriptor descriptor) =>
        descriptor.ImplementationInstance
        ?? descriptor.ImplementationFactory?.Invoke(provider)
        ?? ActivatorUtilities.CreateInstance(provider, descriptor.ImplementationType!);
}
