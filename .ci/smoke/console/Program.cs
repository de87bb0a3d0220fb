using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAuth;
using MtlsAuth.Certificates;

// Registers a client from JSON, authenticates it by a renewed certificate over its key, and refuses a foreign one.
using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
using ECDsa foreignKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
ClientMetadata written = new()
{
    ClientId = "smoke",
    TokenEndpointAuthMethod = ClientAuthenticationMethods.PubKeyTlsClientAuth,
    Jwks = ClientJwkSet.FromCertificates(includeX5c: true, MakeCertificate(key)),
};
if (!ClientMetadata.TryParse(written.ToUtf8Json(), out ClientMetadata? client, out ClientMetadataError? error))
{
    Console.Error.WriteLine(error);
    return 1;
}

ClientCertificateAuthenticator authenticator = new(new InMemoryClientMetadataStore(client));
ClientAuthenticationResult own = await AuthenticateAsync(MakeCertificate(key));
ClientAuthenticationResult foreign = await AuthenticateAsync(MakeCertificate(foreignKey));
Console.WriteLine($"{Environment.Version}: own key {own.FailureReason}, foreign key {foreign.FailureReason}");
return own.IsAuthenticated && foreign.FailureReason == ClientAuthenticationFailureReason.PublicKeyNotRegistered ? 0 : 1;

ValueTask<ClientAuthenticationResult> AuthenticateAsync(ClientCertificate certificate) =>
    authenticator.AuthenticateAsync(new() { ClientId = "smoke", Presented = PresentedCertificate.Of(certificate) });

static ClientCertificate MakeCertificate(ECDsa key)
{
    CertificateRequest request = new("CN=smoke", key, HashAlgorithmName.SHA256);
    using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    return ClientCertificate.FromX509Certificate2(certificate);
}
