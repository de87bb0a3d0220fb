using Microsoft.Extensions.Options;
using MtlsAuth;
using MtlsAuth.AspNetCore;
using MtlsAuth.Certificates;
using MtlsAuth.Registration;

namespace AuthorizationServer.Page;

/// <summary>Finds out which methods a certificate can serve, by trying them with the server's own settings.</summary>
internal sealed class MethodTrials
{
    // Of the names that a certificate has, each could be registered.
    private const int MaximumNameCount = 8;

    // The clients of trials that go on at the moment.
    private readonly InMemoryClientMetadataStore _clients = new();
    private readonly ClientCertificateAuthenticator _authenticator;
    private readonly ClientRegistrationValidator _validator;

    public MethodTrials(
        IOptions<MtlsAuthOptions> options,
        IHostEnvironment environment,
        ClientRegistrationValidator validator,
        TimeProvider clock,
        IRevocationChecker? revocationChecker = null)
    {
        MtlsAuthOptions settings = options.Value;
        _validator = validator;
        _authenticator = new ClientCertificateAuthenticator(
            _clients,
            CreateOptions(settings),
            trustAnchorSource: CreateTrustAnchorSource(settings, environment.ContentRootPath, clock),
            revocationChecker: revocationChecker,
            timeProvider: clock);
    }

    /// <summary>The server's settings, as the core takes them.</summary>
    public static ClientCertificateAuthenticatorOptions CreateOptions(MtlsAuthOptions settings) => new()
    {
        EnabledMethods = [.. settings.EnabledMethods!],
        CertificatePolicy = settings.CertificatePolicy,
        SelfSignedMatching = settings.SelfSignedMatching,
        ChainValidation = settings.ChainValidation,
        AllowReversedSubjectDn = settings.AllowReversedSubjectDn,
    };

    /// <summary>Tries all methods; <c>tls_client_auth</c> once for each name that could be registered.</summary>
    public async Task<IReadOnlyList<MethodTrial>> RunAsync(CertificateInput input, CancellationToken cancellationToken)
    {
        List<MethodTrial> trials = [];
        foreach ((string name, ClientMetadata metadata) in FindMetadata(input.Certificate))
        {
            trials.Add(await TryAsync(trials.Count, name, metadata, input, cancellationToken));
        }

        return trials;
    }

    private static IEnumerable<(string Name, ClientMetadata Metadata)> FindMetadata(ClientCertificate certificate) =>
    [
        FromKey(ClientAuthenticationMethods.PubKeyTlsClientAuth, ClientJwkSet.FromCertificates(includeX5c: false, certificate)),
        FromKey(ClientAuthenticationMethods.SelfSignedTlsClientAuth, ClientJwkSet.FromCertificates(includeX5c: true, certificate)),
        .. FindNames(certificate).Take(MaximumNameCount),
    ];

    private static (string Name, ClientMetadata Metadata) FromKey(string method, ClientJwkSet keys) =>
        (method, new ClientMetadata { TokenEndpointAuthMethod = method, Jwks = keys });

    private static IEnumerable<(string Name, ClientMetadata Metadata)> FindNames(ClientCertificate certificate)
    {
        ClientMetadata client = new() { TokenEndpointAuthMethod = ClientAuthenticationMethods.TlsClientAuth };
        if (certificate.Subject?.ToString() is { Length: > 0 } subject)
        {
            yield return ("tls_client_auth_subject_dn", client with { TlsClientAuthSubjectDn = subject });
        }

        foreach (GeneralName name in certificate.SubjectAlternativeNames)
        {
            (string Name, ClientMetadata Metadata)? named = name.Type switch
            {
                GeneralNameType.Dns => ("tls_client_auth_san_dns", client with { TlsClientAuthSanDns = name.Text }),
                GeneralNameType.Uri => ("tls_client_auth_san_uri", client with { TlsClientAuthSanUri = name.Text }),
                GeneralNameType.IPAddress => ("tls_client_auth_san_ip", client with { TlsClientAuthSanIp = name.Text }),
                GeneralNameType.Email => ("tls_client_auth_san_email", client with { TlsClientAuthSanEmail = name.Text }),
                _ => null,
            };
            if (named is { } found)
            {
                yield return found;
            }
        }
    }

    private static FileTrustAnchorSource? CreateTrustAnchorSource(MtlsAuthOptions settings, string contentRoot, TimeProvider clock) =>
        settings.TrustAnchors is not { } path ? null : new FileTrustAnchorSource(
            new FileTrustAnchorSourceOptions
            {
                Path = Path.Combine(contentRoot, path),
                IntermediatesPath = settings.Intermediates is { } intermediates ? Path.Combine(contentRoot, intermediates) : null,
            },
            clock);

    private async Task<MethodTrial> TryAsync(
        int id, string name, ClientMetadata metadata, CertificateInput input, CancellationToken cancellationToken)
    {
        string clientId = Guid.NewGuid().ToString();
        _clients.Set(metadata with { ClientId = clientId });
        try
        {
            ClientAuthenticationResult result = await _authenticator.AuthenticateAsync(
                new ClientAuthenticationRequest
                {
                    ClientId = clientId,
                    Presented = PresentedCertificate.Of(input.Certificate, input.Chain),
                },
                cancellationToken);
            return new MethodTrial(id, name, metadata, result, _validator.Validate(metadata).Findings);
        }
        finally
        {
            _clients.Remove(clientId);
        }
    }
}
