using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace MtlsAuth.AspNetCore.Endpoints;

/// <summary>Shows a request without certificate to code that would take any for a credential.</summary>
/// <remarks>For one request: the feature that is Kestrel's own belongs to the connection.</remarks>
internal sealed class HiddenConnectionCertificate : ITlsConnectionFeature
{
    private static readonly HiddenConnectionCertificate Instance = new();

    public X509Certificate2? ClientCertificate
    {
        get => null;
        set
        {
            // Whoever sets one now has not proved it either.
        }
    }

    public static void HideIn(HttpContext context) => context.Features.Set<ITlsConnectionFeature>(Instance);

    public Task<X509Certificate2?> GetClientCertificateAsync(CancellationToken cancellationToken) =>
        Task.FromResult<X509Certificate2?>(null);
}
