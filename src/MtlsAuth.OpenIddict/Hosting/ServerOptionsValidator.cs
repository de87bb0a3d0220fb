using Microsoft.Extensions.Options;
using OpenIddict.Server;

namespace MtlsAuth.OpenIddict.Hosting;

/// <summary>Refuses to start with settings of OpenIddict's under which a client could get past its authentication or binding.</summary>
internal sealed class ServerOptionsValidator(IOptions<MtlsOpenIddictOptions> options) : IValidateOptions<OpenIddictServerOptions>
{
    public ValidateOptionsResult Validate(string? name, OpenIddictServerOptions options)
    {
        string[] problems = [.. FindProblems(options)];
        return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private IEnumerable<string> FindProblems(OpenIddictServerOptions server)
    {
        if (server.EnableDegradedMode)
        {
            yield return "UseMtlsAuth authenticates the applications that OpenIddict keeps, and in degraded mode OpenIddict keeps none. "
                + "Remove EnableDegradedMode.";
        }

        if (server.SelfSignedTlsClientAuthenticationPolicy is not null
            || server.PublicKeyInfrastructureTlsClientAuthenticationPolicy is not null)
        {
            yield return "UseMtlsAuth takes the place of OpenIddict's own mutual TLS. Remove EnableSelfSignedTlsClientAuthentication and "
                + "EnablePublicKeyInfrastructureTlsClientAuthentication, and name the methods in MtlsAuthOptions.EnabledMethods.";
        }

        if (server.UseClientCertificateBoundAccessTokens || server.UseClientCertificateBoundRefreshTokens)
        {
            yield return "UseMtlsAuth decides for each client whether its tokens are bound to a certificate. Remove "
                + "UseClientCertificateBoundAccessTokens and UseClientCertificateBoundRefreshTokens; where tokens of all clients are to be "
                + "bound to whatever certificate comes along, set TokenBinding to a policy with AllClients = TokenBindingMode.WhenPresent.";
        }

        if (options.Value.TokenBinding is null)
        {
            yield return "MtlsOpenIddictOptions.TokenBinding is null.";
        }
        else if (options.Value.TokenBinding.AcceptRenewedCertificates)
        {
            yield return "MtlsOpenIddictOptions.TokenBinding has AcceptRenewedCertificates, but OpenIddict compares the certificate of a "
                + "bound refresh token and not its key.";
        }
    }
}
