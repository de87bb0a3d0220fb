using MtlsAuth.Certificates;

namespace MtlsAuth.Authentication;

/// <summary>One method of client authentication: how a certificate is compared with what the client registered.</summary>
internal interface IClientAuthenticationMethod
{
    /// <summary>The value of <c>token_endpoint_auth_method</c>.</summary>
    string Name { get; }

    /// <summary>Compares the certificate with the client's registration.</summary>
    /// <param name="client">The client that the request names.</param>
    /// <param name="certificate">The request's certificate, which is there.</param>
    /// <param name="request">What else came with it.</param>
    /// <param name="cancellationToken">Cancels look-ups.</param>
    ValueTask<MethodDecision> VerifyAsync(
        ClientMetadata client,
        ClientCertificate certificate,
        ClientAuthenticationRequest request,
        CancellationToken cancellationToken);
}
