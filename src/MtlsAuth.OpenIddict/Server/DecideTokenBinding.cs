using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MtlsAuth.AspNetCore;
using MtlsAuth.OpenIddict.Certificates;
using MtlsAuth.OpenIddict.Diagnostics;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;
using static OpenIddict.Server.OpenIddictServerHandlers;

namespace MtlsAuth.OpenIddict.Server;

/// <summary>Decides what tokens are bound to, when the client is authenticated and before a code or refresh token is redeemed.</summary>
/// <remarks>In the place of OpenIddict's own check of certificates.</remarks>
internal sealed class DecideTokenBinding(
    IClientCertificateSource certificates, IOptions<MtlsOpenIddictOptions> options, ILoggerFactory loggers)
    : IOpenIddictServerHandler<ProcessAuthenticationContext>
{
    private readonly ILogger _logger = loggers.CreateLogger(OpenIddictLog.Category);

    public static OpenIddictServerHandlerDescriptor Descriptor { get; } = OpenIddictServerHandlerDescriptor
        .CreateBuilder<ProcessAuthenticationContext>()
        .UseSingletonHandler<DecideTokenBinding>()
        .SetOrder(ValidateClientCertificate.Descriptor.Order)
        .SetType(OpenIddictServerHandlerType.Custom)
        .Build();

    public ValueTask HandleAsync(ProcessAuthenticationContext context)
    {
        OpenIddictServerTransaction transaction = context.Transaction;
        if (context.EndpointType != OpenIddictServerEndpointType.Token
            || ClientAuthentication.FindClient(transaction) is not { } client)
        {
            return ValueTask.CompletedTask;
        }

        HttpContext http = context.GetHttpContext();
        PresentedCertificate presented = certificates.GetCertificate(http);
        TokenBindingDecision decision = options.Value.TokenBinding.Decide(client, presented);
        if (decision.IsRefused)
        {
            OpenIddictLog.TokenRefused(_logger, client.ClientId, decision.Refusal, presented.Status);
            context.Reject(decision.Error.Error, decision.Error.ErrorDescription);
            return ValueTask.CompletedTask;
        }

        TokenBinding.Keep(transaction, decision);

        // What comes after this compares the certificate with what a refresh token is bound to, and takes it for nothing else.
        if (transaction.RemoteCertificate is null
            && presented.Certificate is { } certificate
            && !context.Request.IsClientCredentialsGrantType())
        {
            transaction.RemoteCertificate = RequestCertificate.Load(http, certificate);
        }

        return ValueTask.CompletedTask;
    }
}
