using System.Text.Json.Nodes;
using MtlsAuth.Registration;
using MtlsAuth.Tests.KeySets;

namespace MtlsAuth.Tests.Registration;

public sealed class ServerMembersTests
{
    [TestCase("client_id", "\"c\"")]
    [TestCase("client_secret", "\"s\"")]
    [TestCase("client_id_issued_at", "1")]
    [TestCase("client_secret_expires_at", "0")]
    [TestCase("registration_access_token", "{}")]
    [TestCase("registration_client_uri", "\"https://a.example/c\"")]
    public void Validate_leaves_out_what_the_server_assigns(string name, string value)
    {
        JsonObject metadata = Validating.PubKey(TestJwks.P256).With(name, JsonNode.Parse(value)).With("software_id", "s1");

        ClientRegistrationReport report = Validating.Validate(metadata);

        report.Findings.Should().ContainSingle().Which.Should().BeEquivalentTo(new ClientRegistrationFinding(
            ClientRegistrationSeverity.Warning,
            ClientRegistrationFindingKind.ServerMember,
            name,
            "$." + name,
            "The server assigns this member; the value was left out."));
        JsonNode.Parse(report.Metadata!.ToUtf8Json())!.AsObject().Should().ContainKey("software_id").And.NotContainKey(name);
    }

    [TestCase("x_tier", "$.x_tier")]
    [TestCase("x.tier", "$['x.tier']")]
    [TestCase("https://as.example.com/tier", "$['https://as.example.com/tier']")]
    public void Validate_names_a_member_of_the_servers_own_as_a_whole(string name, string path)
    {
        ClientRegistrationReport report = new ClientRegistrationValidator(new ClientRegistrationValidatorOptions { ServerMembers = [name] })
            .Validate(Validating.PubKey(TestJwks.P256).With(name, "gold").ToUtf8());

        ClientRegistrationFinding finding = report.Findings.Should().ContainSingle().Subject;
        (finding.Kind, finding.Member, finding.Path).Should().Be((ClientRegistrationFindingKind.ServerMember, name, path));
        report.Metadata!.AdditionalMembers.Should().BeNull();
    }

    [Test]
    public void Validate_leaves_out_without_a_word_what_holds_nothing(
        [Values(
            "client_id", "client_secret", "client_id_issued_at", "client_secret_expires_at", "registration_access_token",
            "registration_client_uri")]
        string name,
        [Values("null", "\"\"")] string value)
    {
        ClientRegistrationReport report = Validating.Validate(Validating.PubKey(TestJwks.P256).With(name, JsonNode.Parse(value)));

        report.Findings.Should().BeEmpty();
        JsonNode.Parse(report.Metadata!.ToUtf8Json())!.AsObject().Should().NotContainKey(name);
    }

    [Test]
    public void Validate_leaves_out_all_that_the_server_assigns()
    {
        JsonObject metadata = Validating.PubKey(TestJwks.P256).With("client_id", "c").With("client_secret", "s");

        ClientRegistrationReport report = Validating.Validate(metadata);

        report.Metadata!.ClientId.Should().BeEmpty();
        report.Metadata.AdditionalMembers.Should().BeNull();
    }

    [Test]
    public void Validate_takes_what_the_server_assigns_from_a_trusted_source()
    {
        JsonObject metadata = Validating.PubKey(TestJwks.P256).With("client_id", "c").With("client_secret", "s");

        ClientRegistrationReport report = Validating.Validate(
            metadata, new ClientRegistrationValidatorOptions { IsTrustedSource = true });

        report.Findings.Should().BeEmpty();
        (report.Metadata!.ClientId, report.Metadata.AdditionalMembers!.Count).Should().Be(("c", 1));
    }
}
