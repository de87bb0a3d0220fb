using MtlsAuth.Certificates;
using MtlsAuth.Tool.Output;

namespace MtlsAuth.Tool.Commands;

/// <summary>Whether a client with this certificate can authenticate by a method, as the library itself decides with its defaults.</summary>
internal sealed record InspectedMethod(string Method, bool IsPossible, string? Reason, string Detail)
{
    private const string ClientId = "trial";

    private static readonly string[] Methods =
    [
        ClientAuthenticationMethods.PubKeyTlsClientAuth,
        ClientAuthenticationMethods.SelfSignedTlsClientAuth,
        ClientAuthenticationMethods.TlsClientAuth,
    ];

    /// <summary>Registers the certificate as a client for each method, and lets it authenticate.</summary>
    public static async Task<IReadOnlyList<InspectedMethod>> TryAllAsync(
        ClientCertificate certificate, TimeProvider clock, CancellationToken cancellationToken)
    {
        List<InspectedMethod> tried = [];
        foreach (string method in Methods)
        {
            tried.Add(await TryAsync(method, certificate, clock, cancellationToken).ConfigureAwait(false));
        }

        return tried;
    }

    public IReadOnlyList<Cell> ToRow() =>
        [Method, IsPossible ? new Cell("yes", Tone.Good) : new Cell("no", Tone.Bad), Reason is null ? Detail : $"{Reason}: {Detail}"];

    private static async Task<InspectedMethod> TryAsync(
        string method, ClientCertificate certificate, TimeProvider clock, CancellationToken cancellationToken)
    {
        ClientMetadata client = new()
        {
            ClientId = ClientId,
            TokenEndpointAuthMethod = method,
            Jwks = method == ClientAuthenticationMethods.TlsClientAuth
                ? null
                : ClientJwkSet.FromCertificates(includeX5c: method == ClientAuthenticationMethods.SelfSignedTlsClientAuth, certificate),
        };
        if (method == ClientAuthenticationMethods.TlsClientAuth)
        {
            if (SubjectParameter.FindFirst(certificate) is not { } parameter)
            {
                return new InspectedMethod(method, IsPossible: false, "no name", "neither subject nor alternative name can be registered");
            }

            client = parameter.AddTo(client);
        }

        // What an authority would have to say is taken as said: here it is asked whether its word would help.
        ClientCertificateAuthenticator authenticator = new(
            new InMemoryClientMetadataStore(client),
            new ClientCertificateAuthenticatorOptions
            {
                EnabledMethods = Methods,
                ChainValidation = new ChainValidatorOptions { Trust = ChainTrust.Proxy },
            },
            timeProvider: clock);
        ClientAuthenticationResult result = await authenticator.AuthenticateAsync(
            new ClientAuthenticationRequest
            {
                ClientId = ClientId,
                Presented = PresentedCertificate.Of(certificate, isChainVerifiedByProxy: true),
            },
            cancellationToken).ConfigureAwait(false);
        return result.IsAuthenticated
            ? new InspectedMethod(method, IsPossible: true, null, method == ClientAuthenticationMethods.TlsClientAuth
                ? "if the server trusts its issuer"
                : "with its key or certificate registered")
            : new InspectedMethod(method, IsPossible: false, result.FailureReason.ToString(), result.FailureDetail ?? "no more is known");
    }
}
