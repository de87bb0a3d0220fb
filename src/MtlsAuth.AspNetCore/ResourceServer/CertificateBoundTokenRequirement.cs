using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace MtlsAuth.AspNetCore.ResourceServer;

/// <summary>Demands that the access token is bound to the certificate of the request.</summary>
/// <remarks>
/// It handles itself, so that it cannot be without a handler. <see cref="InvalidTokenResultHandler"/> makes 401 of its failure.
/// </remarks>
internal sealed class CertificateBoundTokenRequirement(CertificateBindingOptions rules) : IAuthorizationRequirement, IAuthorizationHandler
{
    /// <summary>What a token that does not pass is answered with (RFC 6750 §3).</summary>
    /// <remarks>Why it is not bound is for the log, and not for whoever may have stolen the token.</remarks>
    public string Challenge { get; } =
        "Bearer error=\"invalid_token\", error_description=\"The access token is not bound to the presented client certificate\""
        + (rules.ResourceMetadata is { } address ? $", resource_metadata=\"{address.AbsoluteUri}\"" : "");

    public Task HandleAsync(AuthorizationHandlerContext context)
    {
        // Nobody has authenticated: there is no token to check, and the scheme's own challenge is the answer.
        if (!context.User.Identities.Any(static identity => identity.IsAuthenticated))
        {
            return Task.CompletedTask;
        }

        if (context.Resource is not HttpContext request)
        {
            throw new InvalidOperationException(
                "RequireCertificateBoundToken needs the request: it works for endpoints behind UseAuthorization, not for other resources.");
        }

        TokenBindingChecker checker = request.RequestServices.GetService<TokenBindingChecker>()
            ?? throw new InvalidOperationException("RequireCertificateBoundToken needs services.AddMtlsCertificates().");
        if (checker.Check(request, context.User, rules))
        {
            context.Succeed(this);
        }
        else
        {
            context.Fail(new AuthorizationFailureReason(this, "The access token is not bound to the presented client certificate"));
        }

        return Task.CompletedTask;
    }
}
