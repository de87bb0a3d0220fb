using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using MtlsAuth.AspNetCore.Diagnostics;
using MtlsAuth.AspNetCore.ResourceServer;

namespace MtlsAuth.AspNetCore;

/// <summary>Checks at a resource server that access tokens are bound to the certificate of their request (RFC 8705 §3).</summary>
/// <remarks>
/// <see cref="MtlsAuthServiceCollectionExtensions.AddMtlsCertificates"/> registers what they need. A token that does not pass is answered
/// with 401 and <c>invalid_token</c>. Each check is logged and counted; the outcome is named in the log, never in the response.
/// </remarks>
public static class MtlsResourceServerExtensions
{
    // What the caller may let pass without knowing more; anything else is worth a warning.
    private static readonly CertificateBindingOptions CallerDecides = new() { AllowUnboundTokens = true };

    /// <summary>Compares a <c>cnf</c> as text with the certificate of the request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="cnf">The JSON object, or null if the token has none.</param>
    public static ConfirmationResult CheckCertificateConfirmation(this HttpContext context, string? cnf)
    {
        Checker(context).Check(context, cnf, CallerDecides, out ConfirmationResult result);
        return result;
    }

    /// <summary>Compares the <c>cnf</c> of an introspection response (RFC 8705 §3.2) with the certificate of the request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="cnf">The JSON object, or <c>default</c> if the response has none.</param>
    /// <example>
    /// Where <c>introspection</c> is the root of the response:
    /// <code>
    /// introspection.TryGetProperty(CertificateConfirmation.ClaimName, out JsonElement cnf);
    /// bool mayPass = context.CheckCertificateConfirmation(cnf).Outcome == ConfirmationOutcome.Matches;
    /// </code>
    /// </example>
    public static ConfirmationResult CheckCertificateConfirmation(this HttpContext context, JsonElement cnf)
    {
        Checker(context).Check(context, cnf, CallerDecides, out ConfirmationResult result);
        return result;
    }

    /// <summary>Whether the token with a <c>cnf</c> may pass.</summary>
    /// <param name="context">The request.</param>
    /// <param name="cnf">The JSON object, or null if the token has none.</param>
    /// <param name="rules">Which tokens pass.</param>
    public static bool IsCertificateBindingSatisfied(this HttpContext context, string? cnf, CertificateBindingOptions rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return Checker(context).Check(context, cnf, rules, out _);
    }

    /// <summary>Whether the token with a <c>cnf</c> that is part of a JSON document may pass.</summary>
    /// <param name="context">The request.</param>
    /// <param name="cnf">The JSON object, or <c>default</c> if the token has none. JSON's null is malformed.</param>
    /// <param name="rules">Which tokens pass.</param>
    public static bool IsCertificateBindingSatisfied(this HttpContext context, JsonElement cnf, CertificateBindingOptions rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return Checker(context).Check(context, cnf, rules, out _);
    }

    /// <summary>Whether the token of a principal may pass.</summary>
    /// <param name="context">The request.</param>
    /// <param name="principal">
    /// What an authentication handler made of the token: its claim <c>cnf</c>, in this case (RFC 7519 §4), holds the JSON object.
    /// </param>
    /// <param name="rules">Which tokens pass.</param>
    /// <remarks>Several claims <c>cnf</c>, in whatever identities, are malformed.</remarks>
    public static bool IsCertificateBindingSatisfied(this HttpContext context, ClaimsPrincipal principal, CertificateBindingOptions rules)
    {
        ArgumentNullException.ThrowIfNull(principal);
        ArgumentNullException.ThrowIfNull(rules);
        return Checker(context).Check(context, principal, rules);
    }

    /// <summary>Demands that the access token is bound to the certificate of the request.</summary>
    /// <param name="builder">The policy.</param>
    /// <param name="membersCheckedElsewhere">
    /// The members of <c>cnf</c> besides <c>x5t#S256</c> that the application checks by itself, such as <c>jkt</c> (RFC 9449 §6.1).
    /// A token with any other is refused.
    /// </param>
    /// <remarks>
    /// The user's claim <c>cnf</c> is what counts: introspection handlers have to keep it. A token that does not pass is answered with 401
    /// and <c>invalid_token</c> and not, as other requirements, with 403. For endpoints behind <c>UseAuthorization</c>.
    /// </remarks>
    /// <example>
    /// <code>
    /// builder.Services.AddMtlsCertificates();
    /// builder.Services.AddAuthorizationBuilder()
    ///     .AddPolicy("accounts", policy => policy.RequireAuthenticatedUser().RequireCertificateBoundToken());
    /// </code>
    /// </example>
    public static AuthorizationPolicyBuilder RequireCertificateBoundToken(
        this AuthorizationPolicyBuilder builder, params string[] membersCheckedElsewhere)
    {
        ArgumentNullException.ThrowIfNull(membersCheckedElsewhere);
        return builder.RequireCertificateBoundToken(rules => rules.MembersCheckedElsewhere.UnionWith(membersCheckedElsewhere));
    }

    /// <summary>Demands that the access token is bound to the certificate of the request.</summary>
    /// <param name="builder">The policy.</param>
    /// <param name="configure">
    /// Says what else binds tokens, and what a challenge names. Tokens without <c>cnf</c> never pass, and
    /// <see cref="CertificateBindingOptions.AllowUnboundTokens"/> is refused.
    /// </param>
    /// <remarks><inheritdoc cref="RequireCertificateBoundToken(AuthorizationPolicyBuilder, string[])"/></remarks>
    /// <exception cref="ArgumentException">It allows unbound tokens.</exception>
    /// <example>
    /// <code>
    /// ProtectedResourceMetadata metadata = new("https://api.example.com") { TlsClientCertificateBoundAccessTokens = true };
    /// builder.Services.AddAuthorizationBuilder().AddPolicy("accounts", policy => policy
    ///     .RequireAuthenticatedUser()
    ///     .RequireCertificateBoundToken(rules => rules.ResourceMetadata = metadata.Address));
    /// </code>
    /// </example>
    public static AuthorizationPolicyBuilder RequireCertificateBoundToken(
        this AuthorizationPolicyBuilder builder, Action<CertificateBindingOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        CertificateBindingOptions rules = new() { RequireCertificate = true };
        configure(rules);
        return rules.AllowUnboundTokens
            ? throw new ArgumentException("RequireCertificateBoundToken lets no unbound token pass.", nameof(configure))
            : builder.AddRequirements(new CertificateBoundTokenRequirement(rules));
    }

    /// <summary>The access token that a request brings as <c>Authorization: MTLS_POP</c>, or null.</summary>
    /// <remarks>
    /// For handlers that read the token by a function of the application, such as those of introspection. That the token is bound is
    /// for <see cref="CertificateBindingOptions.AcceptMtlsPop"/> to demand. Null as well where there are several <c>Authorization</c>
    /// headers, or where what follows the scheme is no token.
    /// </remarks>
    public static string? GetMtlsPopToken(this HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return MtlsPopCredentials.FindToken(request);
    }

    private static TokenBindingChecker Checker(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.RequestServices.GetRegistered<TokenBindingChecker>(SetupMethods.AddMtlsCertificates);
    }
}
