using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace MtlsAuth.AspNetCore.Tests.ResourceServer;

/// <summary>Makes principals as introspection handlers do: what a header holds, separated by vertical bars, becomes claims.</summary>
internal sealed class IntrospectionHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string CnfHeader = "Cnf";

    /// <summary>The name of the claims, if it is another than <c>cnf</c>.</summary>
    public const string ClaimHeader = "Cnf-Claim";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers.Authorization.Count == 0)
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        string[] values = Request.Headers.TryGetValue(CnfHeader, out StringValues header) ? header.ToString().Split('|') : [];
        string name = Request.Headers.TryGetValue(ClaimHeader, out StringValues other) ? other.ToString() : "cnf";
        ClaimsIdentity identity = new(values.Select(cnf => new Claim(name, cnf)), Scheme.Name);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name)));
    }
}
