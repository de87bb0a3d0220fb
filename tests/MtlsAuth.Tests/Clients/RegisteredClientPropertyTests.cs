using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using MtlsAuth.Registration;
using MtlsAuth.Tests.Registration;

namespace MtlsAuth.Tests.Clients;

/// <summary>Whatever is registered can be read, and registration refuses what nothing can authenticate.</summary>
public sealed class RegisteredClientPropertyTests
{
    private static readonly Gen<string?> Text = Gen.Frequency(
        (3, Gen.Const((string?)null)),
        (1, Gen.OneOf<string?>(string.Empty, "CN=a", "a.example", "https://a.example/", "192.0.2.1", "a@b.example", "\uD800", "CN=\0")),
        (1, Gen.String[0, 40].Select(text => (string?)text)),
        (1, Gen.Int[0, 20_000].Select(length => (string?)new string('a', length))));

    private static readonly Gen<ClientMetadata> Metadata = Gen.Select(
        Gen.OneOf<string?>([.. Validating.AllMethods, null, "none", "x"]),
        Gen.OneOf(null, ClientJwkSet.Empty),
        Text.Array[8]).Select((method, keys, texts) => new ClientMetadata
        {
            ClientId = texts[0]!,
            TokenEndpointAuthMethod = method,
            Jwks = keys,
            JwksUri = texts[1],
            TlsClientAuthSubjectDn = texts[2],
            TlsClientAuthSanDns = texts[3],
            TlsClientAuthSanUri = texts[4],
            TlsClientAuthSanIp = texts[5],
            TlsClientAuthSanEmail = texts[6],
            TlsClientAuthRootDn = texts[7],
        });

    [Test]
    public void Whatever_the_metadata_it_is_read() => Metadata.Sample(
        metadata => RegisteredClient.From(metadata).Credential switch
        {
            InvalidCredential invalid => invalid.Member.Length > 0 && invalid.Detail is { Length: > 0 and < 700 },
            OtherCredential other => !ClientAuthenticationMethods.IsMutualTls(other.Method),
            _ => true,
        },
        iter: 2_000);

    [Test]
    public void What_cannot_authenticate_is_refused_at_registration() => ClientRegistrationPropertyTests.Registration.Sample(
        registration =>
        {
            byte[] json = Encoding.UTF8.GetBytes(registration.Metadata.ToJsonString());
            ClientRegistrationReport report = ClientRegistrationPropertyTests.Validate(registration.Metadata);
            return !ClientMetadata.TryParse(json, out ClientMetadata? metadata, out _)
                || RegisteredClient.From(metadata).Credential is not InvalidCredential
                || report.Error is not null;
        },
        iter: 1_000,
        print: Print);

    [Test]
    public void What_registration_accepts_has_a_credential_of_its_method() => ClientRegistrationPropertyTests.Registration.Sample(
        registration =>
        {
            ClientMetadata? accepted = ClientRegistrationPropertyTests.Validate(registration.Metadata).Metadata;
            return accepted is null || accepted.TokenEndpointAuthMethod switch
            {
                ClientAuthenticationMethods.PubKeyTlsClientAuth => CredentialOf(accepted) is RegisteredPublicKeys,
                ClientAuthenticationMethods.SelfSignedTlsClientAuth => CredentialOf(accepted) is RegisteredCertificates,
                ClientAuthenticationMethods.TlsClientAuth => CredentialOf(accepted) is RegisteredSubject,
                _ => CredentialOf(accepted) is OtherCredential,
            };
        },
        iter: 1_000,
        print: Print);

    private static RegisteredCredential CredentialOf(ClientMetadata metadata) => RegisteredClient.From(metadata).Credential;

    private static string Print((JsonObject Metadata, GeneratedSubject[] Subjects) registration) => registration.Metadata.ToJsonString();
}
