using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Mvc;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

public sealed class AuthorizationController(IOpenIddictApplicationManager applications) : Controller
{
    [HttpPost("~/connect/token")]
    public async Task<IActionResult> ExchangeAsync()
    {
        OpenIddictRequest request = HttpContext.GetOpenIddictServerRequest()!;
        if (!request.IsClientCredentialsGrantType())
        {
            throw new NotSupportedException("The grant is not implemented.");
        }

        object application = (await applications.FindByClientIdAsync(request.ClientId!))!;
        ClaimsIdentity identity = new(TokenValidationParameters.DefaultAuthenticationType, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, await applications.GetClientIdAsync(application));
        identity.SetClaim(Claims.Name, await applications.GetDisplayNameAsync(application));
        identity.SetDestinations(static claim => [Destinations.AccessToken]);
        return SignIn(new ClaimsPrincipal(identity), OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }
}
