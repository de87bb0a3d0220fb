using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;

namespace MtlsAuth.AspNetCore.Certificates;

/// <summary>Which server's word counts for the client certificate of a connection that is no <c>SslStream</c> of Kestrel's.</summary>
/// <param name="Server">The server that the application named.</param>
internal sealed record TrustedServer(TlsServer Server)
{
    /// <summary>Whether the running server vouches for a request's certificate, before any middleware has seen the request.</summary>
    public bool VouchesFor(HttpContext context, IServer? running)
    {
        // RFC 9114 §3.1: HTTP/3 is QUIC, and QUIC is TLS. Kestrel has no SslStream there.
        if (HttpProtocol.IsHttp3(context.Request.Protocol))
        {
            return true;
        }

        // That the named server is the one that runs: settings made for IIS mean nothing for Kestrel on a developer's machine.
        return context.Request.IsHttps
            && AssemblyOf(Server) is { } assembly
            && running?.GetType().Assembly.GetName().Name == assembly;
    }

    private static string? AssemblyOf(TlsServer server) => server switch
    {
        TlsServer.Iis => "Microsoft.AspNetCore.Server.IIS",
        TlsServer.HttpSys => "Microsoft.AspNetCore.Server.HttpSys",
        _ => null,
    };
}
