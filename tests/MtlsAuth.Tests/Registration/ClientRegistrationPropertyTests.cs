using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using MtlsAuth.Certificates;
using MtlsAuth.Registration;
using MtlsAuth.Testing;
using MtlsAuth.Tests.Authentication;

namespace MtlsAuth.Tests.Registration;

/// <summary>The validator and the authenticator agree: what one accepts, the other can authenticate.</summary>
public sealed class ClientRegistrationPropertyTests : IDisposable
{
    private readonly X509Certificate2 _authority =
        TestCertificates.Authority("CN=authority").Create().ToX509Certificate2();

    private static readonly Gen<string?> Method = Gen.Frequency(
        (9, Gen.OneOf<string?>(Validating.AllMethods)),
        (1, Gen.OneOf<string?>("client_secret_basic", "pub_key_tls_client_auht", string.Empty, null)));

    // Members that have nothing to do with the method, or contradict what is there.
    private static readonly Gen<(string Name, string Value)[]> Others = Gen.OneOf(
        ("jwks_uri", "\"https://client.example/jwks\""),
        ("jwks_uri", "\"\""),
        ("jwks", "null"),
        ("jwks", "\"\""),
        ("tls_client_auth_root_dn", "\"\""),
        ("tls_client_auth_root_dn", "\"CN=authority\""),
        ("tls_client_auth_san_dns", "\"\""),
        ("tls_client_auth_san_dns", "null"),
        ("self_signed_tls_client_auth_matching", "\"public_key\""),
        ("self_signed_tls_client_auth_matching", "\"\""),
        ("client_secret", "\"s\""),
        ("client_id", "\"c\""),
        ("tls_client_certificate_bound_access_tokens", "true"),
        ("grant_types", "[]"),
        ("\u0001\"", "{}")).Array[0, 2];

    internal static readonly Gen<(JsonObject Metadata, GeneratedSubject[] Subjects)> Registration = Gen.Select(
        Method,
        GeneratedKey.Jwk.Array[0, 3],
        GeneratedSubject.Any.Array[0, 2],
        Others,
        Gen.Int[0, 9],
        static (method, keys, subjects, others, mix) =>
        {
            JsonObject metadata = new() { ["token_endpoint_auth_method"] = method };
            bool isPki = method == ClientAuthenticationMethods.TlsClientAuth;
            if (!isPki || mix == 0)
            {
                metadata["jwks"] = new JsonObject { ["keys"] = new JsonArray([.. keys.Select(key => key?.DeepClone())]) };
            }

            // Mostly what the method is about, so that not everything is refused for the same reason.
            GeneratedSubject[] given = isPki || mix == 1 ? subjects : [];
            Array.ForEach(given, subject => metadata[subject.Name] = subject.Value);
            Array.ForEach(mix < 5 ? others : [], other => metadata[other.Name] = JsonNode.Parse(other.Value));
            return (metadata, given);
        });

    public void Dispose() => _authority.Dispose();

    [Test]
    public void Whatever_is_accepted_for_an_enabled_method_some_certificate_can_authenticate() => Registration.Sample(
        registration =>
        {
            ClientRegistrationReport report = Validate(registration.Metadata);
            return report.Metadata is null
                || !ClientAuthenticationMethods.IsMutualTls(report.Metadata.TokenEndpointAuthMethod)
                || CanAuthenticate(report.Metadata with { ClientId = "c" }, registration.Subjects);
        },
        iter: 1_000,
        print: registration => registration.Metadata.ToJsonString());

    [Test]
    public void Whatever_is_refused_is_refused_for_a_member_and_at_a_place() => Registration.Sample(
        registration =>
        {
            ClientRegistrationReport report = Validate(registration.Metadata);
            ClientRegistrationFinding[] errors =
                [.. report.Findings.Where(finding => finding.Severity == ClientRegistrationSeverity.Error)];
            return (report.Metadata is null) == errors.Length > 0
                && (report.Error is null) == (errors.Length == 0)
                && errors.All(error => error.Member.Length > 0
                    && error.Path.StartsWith("$." + error.Member, StringComparison.Ordinal)
                    && error.Text.Length > 0)
                && (report.Error?.ErrorDescription.All(character => character is >= ' ' and <= '~' and not ('"' or '\\')) ?? true);
        },
        iter: 1_000,
        print: registration => registration.Metadata.ToJsonString());

    // Tests of a generator: what it never makes, the properties above say nothing of.
    [TestCase(ClientAuthenticationMethods.PubKeyTlsClientAuth)]
    [TestCase(ClientAuthenticationMethods.SelfSignedTlsClientAuth)]
    [TestCase(ClientAuthenticationMethods.TlsClientAuth)]
    public void A_method_is_accepted_now_and_then(string method) => Registration.Array[300].Single()
        .Should().Contain(registration => Accepts(registration.Metadata, method));

    internal static ClientRegistrationReport Validate(JsonObject metadata) => new ClientRegistrationValidator(
        new ClientRegistrationValidatorOptions { EnabledMethods = Validating.AllMethods, OtherMethods = ["client_secret_basic"] })
        .Validate(Encoding.UTF8.GetBytes(metadata.ToJsonString()));

    private static bool Accepts(JsonObject metadata, string method) => Validate(metadata).Metadata?.TokenEndpointAuthMethod == method;

    private bool CanAuthenticate(ClientMetadata client, GeneratedSubject[] subjects) => client.TokenEndpointAuthMethod switch
    {
        ClientAuthenticationMethods.TlsClientAuth => subjects.Any(subject => CanAuthenticate(client, subject)),
        ClientAuthenticationMethods.PubKeyTlsClientAuth => GeneratedKey.Renewed.Any(certificate => Passes(client, certificate)),
        _ => GeneratedKey.Registered.Any(certificate => Passes(client, certificate)),
    };

    private bool CanAuthenticate(ClientMetadata client, GeneratedSubject subject)
    {
        using X509Certificate2? certificate = subject.CreateCertificate?.Invoke(_authority);
        return certificate is not null && Passes(client, ClientCertificate.FromX509Certificate2(certificate));
    }

    // While the certificate is valid: that it has expired by now is a warning, and no fault of the metadata.
    private bool Passes(ClientMetadata client, ClientCertificate certificate) => new Authenticating
    {
        Client = client,
        Anchors = TrustAnchors.FromCertificates(ClientCertificate.FromX509Certificate2(_authority)),
        Clock = new FakeTimeProvider(certificate.NotBefore.AddHours(1)),
    }.ReasonFor(certificate).GetAwaiter().GetResult() == ClientAuthenticationFailureReason.None;
}
