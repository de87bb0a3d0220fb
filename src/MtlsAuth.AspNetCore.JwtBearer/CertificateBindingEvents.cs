using System.IdentityModel.Tokens.Jwt;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;

namespace MtlsAuth.AspNetCore.JwtBearer;

/// <summary>Checks the binding of tokens, and passes all events on to the application.</summary>
internal sealed class CertificateBindingEvents(CertificateBindingOptions rules, JwtBearerEvents? events, Type? eventsType) : JwtBearerEvents
{
    public override async Task MessageReceived(MessageReceivedContext context)
    {
        await OfApplication(context.HttpContext).MessageReceived(context).ConfigureAwait(false);
        CheckResult(context);
        if (rules.AcceptMtlsPop && context.Result is null)
        {
            // The handler itself knows Bearer only, and asks for nothing else once there is a token.
            context.Token ??= context.Request.GetMtlsPopToken();
        }
    }

    public override async Task TokenValidated(TokenValidatedContext context)
    {
        if (IsSatisfied(context))
        {
            await OfApplication(context.HttpContext).TokenValidated(context).ConfigureAwait(false);
        }
        else
        {
            context.Fail(new CertificateBindingException());
        }
    }

    public override async Task AuthenticationFailed(AuthenticationFailedContext context)
    {
        await OfApplication(context.HttpContext).AuthenticationFailed(context).ConfigureAwait(false);
        CheckResult(context);
    }

    public override Task Challenge(JwtBearerChallengeContext context)
    {
        if (context.AuthenticateFailure is CertificateBindingException failure)
        {
            // RFC 8705 §3: it MUST be this error, whatever IncludeErrorDetails says.
            context.Error = "invalid_token";
            context.ErrorDescription = failure.Message;
        }

        return OfApplication(context.HttpContext).Challenge(context);
    }

    public override Task Forbidden(ForbiddenContext context) => OfApplication(context.HttpContext).Forbidden(context);

    // Read from the token and not from the claims, which have nothing to show for a cnf that is an empty array.
    private bool IsSatisfied(TokenValidatedContext context) => context.SecurityToken switch
    {
        JsonWebToken token => IsSatisfied(
            context.HttpContext, token.TryGetPayloadValue(CertificateConfirmation.ClaimName, out object? cnf), cnf),
        JwtSecurityToken token => IsSatisfied(
            context.HttpContext, token.Payload.TryGetValue(CertificateConfirmation.ClaimName, out object? cnf), cnf),
        _ => context.HttpContext.IsCertificateBindingSatisfied(context.Principal!, rules),
    };

    // The token libraries give an object as JSON; everything else that can stand there is malformed, as an empty text is.
    private bool IsSatisfied(HttpContext context, bool hasCnf, object? cnf) => (hasCnf, cnf) switch
    {
        (false, _) => context.IsCertificateBindingSatisfied((string?)null, rules),
        (true, JsonElement { ValueKind: JsonValueKind.Object } json) => context.IsCertificateBindingSatisfied(json, rules),
        _ => context.IsCertificateBindingSatisfied(string.Empty, rules),
    };

    /// <summary>Checks a principal that the application lets pass without the token's validation.</summary>
    private void CheckResult(ResultContext<JwtBearerOptions> context)
    {
        if (context.Result is { Succeeded: true, Principal: { } principal }
            && !context.HttpContext.IsCertificateBindingSatisfied(principal, rules))
        {
            context.Fail(new CertificateBindingException());
        }
    }

    /// <summary>The application's events: as the handler itself finds them, one object for all events of a request.</summary>
    private JwtBearerEvents OfApplication(HttpContext context)
    {
        if (eventsType is null)
        {
            return events ?? new JwtBearerEvents();
        }

        if (context.Items[this] is not JwtBearerEvents own)
        {
            own = (JwtBearerEvents)context.RequestServices.GetRequiredService(eventsType);
            context.Items[this] = own;
        }

        return own;
    }
}
