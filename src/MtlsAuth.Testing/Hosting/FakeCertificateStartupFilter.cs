using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using MtlsAuth.AspNetCore;

namespace MtlsAuth.Testing.Hosting;

/// <summary>Takes the name of a certificate out of each request, and refuses to start where that must not be done.</summary>
internal sealed class FakeCertificateStartupFilter(IClientCertificateSource source, IServer? server = null) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next)
    {
        TestServerOnly.Require(server);
        if (source is not FakeCertificateSource)
        {
            throw new InvalidOperationException(
                "Another source of certificates was added after AddFakeClientCertificate, which comes last, in ConfigureTestServices.");
        }

        return application =>
        {
            application.Use(static (context, following) =>
            {
                Take(context);
                return following(context);
            });
            next(application);
        };
    }

    private static void Take(HttpContext context)
    {
        if (!context.Request.Headers.Remove(SentCertificates.HeaderName, out StringValues names))
        {
            return;
        }

        FakeCertificate sent = new(SentCertificates.Find(names.ToString()));
        context.Features.Set(sent);
        context.Connection.ClientCertificate = Load(sent);
        if (context.Connection.ClientCertificate is { } certificate)
        {
            context.Response.RegisterForDispose(certificate);
        }
    }

    private static X509Certificate2? Load(FakeCertificate sent)
    {
        try
        {
            return sent.Presented.Certificate?.ToX509Certificate2();
        }
        catch (CryptographicException)
        {
            // The platform does not know what the library knows, such as a kind of key.
            return null;
        }
    }
}
