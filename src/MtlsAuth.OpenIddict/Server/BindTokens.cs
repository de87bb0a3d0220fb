using System.Security.Claims;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MtlsAuth.OpenIddict.Diagnostics;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;
using static OpenIddict.Server.OpenIddictServerHandlers;

namespace MtlsAuth.OpenIddict.Server;

/// <summary>Writes <c>cnf</c> into tokens that are bound, when they are complete but for their signature.</summary>
internal sealed class BindTokens(IClientMetadataStore clients, IOptions<MtlsOpenIddictOptions> options, ILoggerFactory loggers)
    : IOpenIddictServerHandler<ProcessSignInContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } = OpenIddictServerHandlerDescriptor
        .CreateBuilder<ProcessSignInContext>()
        .UseScopedHandler<BindTokens>()
        .SetOrder(GenerateAccessToken.Descriptor.Order - 500)
        .SetType(OpenIddictServerHandlerType.Custom)
        .Build();

    public async ValueTask HandleAsync(ProcessSignInContext context)
    {
        if (context is { AccessTokenPrincipal: null, IssuedTokenPrincipal: null, RefreshTokenPrincipal: null }
            || string.IsNullOrEmpty(context.ClientId))
        {
            return;
        }

        TokenBindingDecision? decision = TokenBinding.Find(context.Transaction)
            ?? await DecideWithoutCertificateAsync(context, context.ClientId).ConfigureAwait(false);
        if (decision is null)
        {
            return;
        }

        string? accessToken = decision.Confirmation?.ToJson();
        string? refreshToken = decision.RefreshToken.Certificate is { } bound ? new CertificateConfirmation(bound).ToJson() : null;
        Bind(context.AccessTokenPrincipal, accessToken);
        Bind(context.RefreshTokenPrincipal, refreshToken);
        Bind(context.IssuedTokenPrincipal, context.IssuedTokenType switch
        {
            TokenTypeIdentifiers.AccessToken => accessToken,
            TokenTypeIdentifiers.RefreshToken => refreshToken,
            _ => null,
        });
    }

    // The authorization endpoint gives access tokens to a browser (RFC 6749 §4.2), whose certificate would not be the client's.
    private async ValueTask<TokenBindingDecision?> DecideWithoutCertificateAsync(ProcessSignInContext context, string clientId)
    {
        if (await clients.FindAsync(clientId, context.CancellationToken).ConfigureAwait(false) is not { } client)
        {
            context.Reject(Errors.InvalidClient, "Client authentication failed");
            return null;
        }

        PresentedCertificate none = PresentedCertificate.None();
        TokenBindingDecision decision = options.Value.TokenBinding.Decide(client, none);
        if (!decision.IsRefused)
        {
            return decision;
        }

        OpenIddictLog.TokenRefused(loggers.CreateLogger(OpenIddictLog.Category), client.ClientId, decision.Refusal, none.Status);
        context.Reject(decision.Error.Error, decision.Error.ErrorDescription);
        return null;
    }

    private static void Bind(ClaimsPrincipal? token, string? confirmation)
    {
        if (token is null)
        {
            return;
        }

        if (confirmation is null)
        {
            token.RemoveClaims(CertificateConfirmation.ClaimName);
        }
        else
        {
            token.SetClaim(CertificateConfirmation.ClaimName, JsonNode.Parse(confirmation));
        }
    }
}
