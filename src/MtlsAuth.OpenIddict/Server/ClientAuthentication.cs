using System.Diagnostics;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MtlsAuth.AspNetCore;
using MtlsAuth.OpenIddict.Certificates;
using MtlsAuth.OpenIddict.Diagnostics;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace MtlsAuth.OpenIddict.Server;

/// <summary>Decides about the client that OpenIddict goes on with, by the credentials that OpenIddict has found.</summary>
/// <remarks>
/// OpenIddict takes any certificate on a request for the credential of a confidential client. So it sees one only when that certificate
/// has proved who the client is, or after the client has authenticated in another way.
/// </remarks>
internal static class ClientAuthentication
{
    private static readonly string ClientProperty = typeof(RegisteredClient).FullName!;

    /// <summary>Whether clients authenticate at an endpoint.</summary>
    public static bool IsAt(OpenIddictServerEndpointType endpoint) => endpoint is OpenIddictServerEndpointType.Token
        or OpenIddictServerEndpointType.Introspection
        or OpenIddictServerEndpointType.Revocation
        or OpenIddictServerEndpointType.PushedAuthorization
        or OpenIddictServerEndpointType.DeviceAuthorization;

    /// <summary>The HTTP request.</summary>
    /// <exception cref="InvalidOperationException">OpenIddict runs in another host than ASP.NET Core.</exception>
    public static HttpContext GetHttpContext(this BaseContext context) => context.Transaction.GetHttpRequest()?.HttpContext
        ?? throw new InvalidOperationException("Clients authenticate by certificate in ASP.NET Core only: UseAspNetCore is missing.");

    /// <summary>The client of the request, as it is registered; null if it has named none.</summary>
    public static RegisteredClient? FindClient(OpenIddictServerTransaction transaction) =>
        transaction.GetProperty<RegisteredClient>(ClientProperty);

    /// <summary>Rejects the request unless the client is authenticated, or is one that OpenIddict authenticates itself.</summary>
    public static async ValueTask DecideAsync(BaseValidatingContext context)
    {
        OpenIddictServerTransaction transaction = context.Transaction;
        transaction.RemoteCertificate = null;
        OpenIddictRequest? request = transaction.Request;
        if (string.IsNullOrEmpty(request?.ClientId))
        {
            // OpenIddict rejects it, unless the server takes anonymous clients.
            return;
        }

        HttpContext http = context.GetHttpContext();
        bool hasCredential = !string.IsNullOrEmpty(request.ClientSecret) || !string.IsNullOrEmpty(request.ClientAssertion);

        // Basic with an empty secret is an attempt as well (RFC 6749 §2.3), though none that proves anything.
        MtlsClientDecision decision = await http
            .AuthenticateMtlsClientAsync(request.ClientId, hasCredential || HasBasic(http.Request))
            .ConfigureAwait(false);
        switch (decision)
        {
            case MtlsClientAuthenticated authenticated:
                transaction.SetProperty(ClientProperty, authenticated.Client);
                transaction.RemoteCertificate = RequestCertificate.Load(http, authenticated.Certificate);
                break;

            case MtlsClientNotOurs other when hasCredential || !other.MustStillAuthenticate:
                transaction.SetProperty(ClientProperty, other.ClaimedClient);
                break;

            case MtlsClientNotOurs other:
                OpenIddictLog.EmptySecret(
                    http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(OpenIddictLog.Category),
                    other.ClaimedClient.ClientId,
                    other.RegisteredMethod);
                context.Reject(Errors.InvalidClient, "Client authentication failed");
                break;

            case MtlsClientRefused { Error: { StatusCode: >= StatusCodes.Status500InternalServerError } error }:
                // OpenIddict has no status for a server that is down, and would let the client take it for its own fault.
                await http.WriteOAuthErrorAsync(error).ConfigureAwait(false);
                context.HandleRequest();
                break;

            case MtlsClientRefused refused:
                context.Reject(refused.Error.Error, refused.Error.ErrorDescription);
                break;

            default:
                throw new UnreachableException();
        }
    }

    private static bool HasBasic(HttpRequest request)
    {
        foreach (string? value in request.Headers.Authorization)
        {
            if (value?.TrimStart().StartsWith("Basic", StringComparison.OrdinalIgnoreCase) is true)
            {
                return true;
            }
        }

        return false;
    }
}
