using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace MtlsAuth.AspNetCore.Certificates;

/// <summary>Keeps the connection's certificate before the application's middleware can put another in its place.</summary>
internal sealed class ConnectionCertificateStartupFilter : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => application =>
    {
        application.Use(static (context, following) =>
        {
            // Where there is this feature, it can be asked at any time.
            if (context.Features.Get<ISslStreamFeature>() is null && context.Connection.ClientCertificate is { } certificate)
            {
                context.Features.Set(new ConnectionCertificate(certificate));
            }

            return following(context);
        });
        next(application);
    };
}
