using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using MtlsAuth.AspNetCore;
using MtlsAuth.Certificates;

namespace MtlsAuth.OpenIddict.Certificates;

/// <summary>A certificate of a request as the platform's class, which OpenIddict works with.</summary>
internal static class RequestCertificate
{
    /// <summary>What the request brings; null if that is no certificate.</summary>
    public static X509Certificate2? Find(HttpContext context, IClientCertificateSource certificates) =>
        certificates.GetCertificate(context).Certificate is { } certificate ? Load(context, certificate) : null;

    /// <summary>The connection's own object if it is that certificate; otherwise a new one for the time of the request.</summary>
    public static X509Certificate2 Load(HttpContext context, ClientCertificate certificate)
    {
        if (context.Connection.ClientCertificate is { } connection
            && connection.RawDataMemory.Span.SequenceEqual(certificate.RawData.Span))
        {
            return connection;
        }

        X509Certificate2 loaded = certificate.ToX509Certificate2();
        context.Response.RegisterForDispose(loaded);
        return loaded;
    }
}
