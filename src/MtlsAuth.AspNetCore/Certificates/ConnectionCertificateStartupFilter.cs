using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.DependencyInjection;

namespace MtlsAuth.AspNetCore.Certificates;

/// <summary>Keeps the connection's certificate before middleware can put another in its place.</summary>
internal sealed class ConnectionCertificateStartupFilter(TrustedServer server, IServer? running = null) : IStartupFilter
{
    /// <summary>Puts it before all startup filters that are registered already: their middleware comes later then.</summary>
    public static void AddTo(IServiceCollection services)
    {
        if (!services.Any(static item => item.ImplementationType == typeof(ConnectionCertificateStartupFilter)))
        {
            services.Insert(0, ServiceDescriptor.Singleton<IStartupFilter, ConnectionCertificateStartupFilter>());
        }
    }

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => application =>
    {
        application.Use((context, following) =>
        {
            // Where there is the feature, the connection itself can be asked at any time.
            if (context.Features.Get<ISslStreamFeature>() is null && server.VouchesFor(context, running))
            {
                context.Features.Set(context.Connection.ClientCertificate is { } certificate
                    ? new ConnectionCertificate(certificate)
                    : ConnectionCertificate.None);
            }

            return following(context);
        });
        next(application);
    };
}
