using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MtlsAuth.AspNetCore.Endpoints;

/// <summary>Authenticates clients by certificate in ASP.NET Core's authentication middleware.</summary>
internal sealed class MtlsClientAuthenticationHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    MtlsClientAuthenticator authenticator,
    OAuthErrorWriter errors)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        // A scheme that is the only one authenticates every request of the application, most of which no client sends.
        if (!FormBody.IsIn(Request))
        {
            return AuthenticateResult.NoResult();
        }

        ClientAuthenticationResult result = await authenticator.AuthenticateAsync(Context).ConfigureAwait(false);
        if (!result.IsAuthenticated)
        {
            return AuthenticateResult.Fail(result.FailureReason.ToString());
        }

        ClaimsIdentity identity = new(
            [new Claim("client_id", result.Client.ClientId)], Scheme.Name, nameType: "client_id", roleType: ClaimTypes.Role);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        ClientAuthenticationResult result = await authenticator.AuthenticateAsync(Context).ConfigureAwait(false);
        if (result.IsAuthenticated)
        {
            // The client is known; it is something else that the endpoint lacks.
            await HandleForbiddenAsync(properties).ConfigureAwait(false);
            return;
        }

        await errors.WriteAsync(Response, result.Error).ConfigureAwait(false);
    }
}
