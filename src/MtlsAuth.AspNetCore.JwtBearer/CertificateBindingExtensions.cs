using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace MtlsAuth.AspNetCore.JwtBearer;

/// <summary>Binds JWT bearer schemes to client certificates.</summary>
public static class CertificateBindingExtensions
{
    /// <summary>Makes a JWT bearer scheme check certificate-bound access tokens (RFC 8705 §3).</summary>
    /// <param name="builder">What <c>AddJwtBearer</c> returns.</param>
    /// <param name="configure">Says which tokens pass; null for those that are bound to the presented certificate only.</param>
    /// <param name="authenticationScheme">The name of the scheme.</param>
    /// <remarks>
    /// <para>
    /// The check comes when the token is valid in every other respect, and before the application's own <c>OnTokenValidated</c>, which a
    /// token in the wrong hands never reaches. All events of the application, in <c>Events</c> or by <c>EventsType</c>, are raised as
    /// before, and what they decide counts; if they let a principal pass without the token's validation, its claim <c>cnf</c> is checked.
    /// A token that does not pass is answered with 401 and <c>invalid_token</c>, also without <c>IncludeErrorDetails</c>.
    /// </para>
    /// <para>
    /// With <see cref="CertificateBindingOptions.AcceptMtlsPop"/> it takes the token of <c>Authorization: MTLS_POP</c> where the
    /// application's <c>OnMessageReceived</c> has found none. <see cref="CertificateBindingOptions.ResourceMetadata"/> joins the scheme's
    /// <c>Challenge</c>, and so every answer of 401.
    /// </para>
    /// <para>
    /// It works on the scheme's finished options. The server does not start if there is no such scheme, if the scheme forwards
    /// authentication to another one (<c>ForwardAuthenticate</c>, <c>ForwardDefault</c>, <c>ForwardDefaultSelector</c>), or if something
    /// replaces the events afterwards, since tokens would then go unchecked. Where several schemes take tokens, a policy scheme
    /// (<c>AddPolicyScheme</c>) chooses among them, and each is bound: JWT bearer schemes here, others by
    /// <c>RequireCertificateBoundToken</c>.
    /// </para>
    /// </remarks>
    /// <example>
    /// <code>
    /// builder.Services.AddAuthentication()
    ///     .AddJwtBearer(options =>
    ///     {
    ///         options.Authority = "https://as.example.com";
    ///         options.Audience = "https://api.example.com";
    ///     })
    ///     .AddCertificateBinding();
    /// </code>
    /// </example>
    public static AuthenticationBuilder AddCertificateBinding(
        this AuthenticationBuilder builder,
        Action<CertificateBindingOptions>? configure = null,
        string authenticationScheme = JwtBearerDefaults.AuthenticationScheme)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(authenticationScheme);
        CertificateBindingOptions rules = new();
        configure?.Invoke(rules);
        builder.Services.AddMtlsCertificates();
        builder.Services.AddOptions<JwtBearerOptions>(authenticationScheme)
            .PostConfigure(options =>
            {
                options.Events = new CertificateBindingEvents(rules, options.Events, options.EventsType);
                options.EventsType = null;
                if (rules.ResourceMetadata is { } address)
                {
                    // RFC 9728 §5.1: on every challenge. The handler adds the error to what stands here.
                    options.Challenge += $"{(options.Challenge.Contains(' ') ? "," : "")} resource_metadata=\"{address.AbsoluteUri}\"";
                }
            })
            .Validate(
                static options => options.Events is CertificateBindingEvents && options.EventsType is null,
                $"The events of the scheme '{authenticationScheme}' were replaced after AddCertificateBinding: no token would be checked.")
            .Validate(
                options => AuthenticatesItself(options, authenticationScheme),
                $"The scheme '{authenticationScheme}' forwards authentication to another scheme (ForwardAuthenticate, ForwardDefault or "
                + "ForwardDefaultSelector): AddCertificateBinding would check no token. Bind the other scheme, and choose between the two "
                + "with AddPolicyScheme.")
            .Validate<IOptions<AuthenticationOptions>>(
                (_, schemes) => schemes.Value.SchemeMap.TryGetValue(authenticationScheme, out AuthenticationSchemeBuilder? scheme)
                    && typeof(JwtBearerHandler).IsAssignableFrom(scheme.HandlerType),
                $"AddCertificateBinding found no JWT bearer scheme '{authenticationScheme}'.")
            .ValidateOnStart();
        return builder;
    }

    // As AuthenticationHandler finds its target: what is forwarded to the scheme's own name stays. What a selector gives is not known
    // before there is a request.
    private static bool AuthenticatesItself(JwtBearerOptions options, string scheme) =>
        options.ForwardAuthenticate is { } target
            ? target == scheme
            : options.ForwardDefaultSelector is null && (options.ForwardDefault ?? scheme) == scheme;
}
