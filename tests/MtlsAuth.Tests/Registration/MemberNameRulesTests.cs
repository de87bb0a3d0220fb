using System.Text.Json.Nodes;
using MtlsAuth.Registration;
using MtlsAuth.Tests.KeySets;

namespace MtlsAuth.Tests.Registration;

public sealed class MemberNameRulesTests
{
    [TestCase("tls_client_certificate_bound_acces_tokens", "tls_client_certificate_bound_access_tokens")]
    [TestCase("tlsClientAuthSanDns", "tls_client_auth_san_dns")]
    [TestCase("tls-client-auth-san-dns", "tls_client_auth_san_dns")]
    [TestCase("TLS_CLIENT_AUTH_SAN_DNS", "tls_client_auth_san_dns")]
    [TestCase("tls_client_auth_subject_nd", "tls_client_auth_subject_dn")]
    [TestCase("token_endpoint_auth_metod", "token_endpoint_auth_method")]
    [TestCase("jwk", "jwks")]
    [TestCase("jwksUri", "jwks_uri")]
    [TestCase("jwks_urls", "jwks_uri")]
    public void Validate_warns_of_a_name_that_is_nearly_a_known_one(string name, string meant)
    {
        ClientRegistrationReport report = Validating.Validate(Validating.PubKey(TestJwks.P256).With(name, "x"));

        report.Findings.Should().ContainSingle().Which.Should().BeEquivalentTo(new ClientRegistrationFinding(
            ClientRegistrationSeverity.Warning,
            ClientRegistrationFindingKind.MisspeltMember,
            name,
            "$." + name,
            $"The member is not known; {meant} may be meant."));
    }

    // The names that RFC 7591, RFC 7592, OpenID Connect and their neighbours register.
    [Test]
    public void Validate_knows_that_other_members_exist()
    {
        string[] names =
        [
            "redirect_uris", "grant_types", "response_types", "client_uri", "logo_uri", "scope", "contacts", "tos_uri", "policy_uri",
            "software_id", "software_version", "software_statement", "token_endpoint_auth_signing_alg", "sector_identifier_uri",
            "subject_type", "id_token_signed_response_alg", "userinfo_signed_response_alg", "request_object_signing_alg",
            "default_max_age", "require_auth_time", "default_acr_values", "initiate_login_uri", "request_uris", "claims_redirect_uri",
            "nfv_token_signed_response_alg", "ace_profile", "backchannel_logout_uri", "frontchannel_logout_uri",
            "authorization_details_types", "dpop_bound_access_tokens", "require_pushed_authorization_requests",
            "require_signed_request_object", "introspection_signed_response_alg", "use_mtls_endpoint_aliases", "x", "key", "jwt", "enabled",
        ];
        JsonObject metadata = Validating.PubKey(TestJwks.P256);
        Array.ForEach(names, name => metadata[name] = "x");

        Validating.Validate(metadata).Findings.Should().BeEmpty();
    }

    [Test]
    public void Validate_quotes_no_name_that_could_be_anything() =>
        Validating.Validate(Validating.PubKey(TestJwks.P256).With("jwks\"", "x")).Findings.Should().BeEmpty();

    [Test]
    public void Validate_looks_at_a_bounded_number_of_names()
    {
        JsonObject metadata = Validating.PubKey(TestJwks.P256);
        for (int i = 0; i < 100; i++)
        {
            metadata[$"member-of-no-meaning-{i}"] = 1;
        }

        Validating.Validate(metadata.With("jwk", 1)).Findings.Should().BeEmpty();
    }
}
