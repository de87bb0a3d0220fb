using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.Extensions.DependencyInjection;

namespace MtlsAuth.AspNetCore.Tests.ResourceServer;

public sealed class InvalidTokenResultHandlerTests
{
    [Test]
    public async Task The_applications_own_handler_keeps_its_lifetime([Values] ServiceLifetime lifetime)
    {
        IServiceCollection services = new ServiceCollection();
        services.Add(new ServiceDescriptor(
            typeof(IAuthorizationMiddlewareResultHandler), typeof(AuthorizationMiddlewareResultHandler), lifetime));
        services.AddMtlsCertificates();
        await using ServiceProvider provider = services.BuildServiceProvider();
        using IServiceScope request = provider.CreateScope();
        using IServiceScope otherRequest = provider.CreateScope();

        IAuthorizationMiddlewareResultHandler handler = Find(request);

        ReferenceEquals(handler, Find(request)).Should().Be(lifetime != ServiceLifetime.Transient);
        ReferenceEquals(handler, Find(otherRequest)).Should().Be(lifetime == ServiceLifetime.Singleton);

        static IAuthorizationMiddlewareResultHandler Find(IServiceScope scope) =>
            scope.ServiceProvider.GetRequiredService<IAuthorizationMiddlewareResultHandler>();
    }
}
