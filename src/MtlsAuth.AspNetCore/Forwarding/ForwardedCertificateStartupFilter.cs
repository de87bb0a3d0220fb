using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace MtlsAuth.AspNetCore.Forwarding;

/// <summary>Takes the proxy's headers out of each request before all other middleware, which may log or forward headers.</summary>
internal sealed class ForwardedCertificateStartupFilter(ForwardedCertificateSettings settings) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => application =>
    {
        application.Use((context, following) =>
        {
            context.Features.Set(settings.Names.TakeFrom(context.Request.Headers));
            return following(context);
        });
        next(application);
    };
}
