using MtlsAuth.Registration;

namespace MtlsAuth.Tests.Registration;

/// <summary><c>docs/profiles.md</c> has each profile and each of its rules, as the code has them.</summary>
public sealed class ProfilesGuideTests
{
    private const string Begin = "<!-- begin of the rules -->\n";
    private const string End = "<!-- end of the rules -->";

    private static readonly string Guide = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "profiles.md"));

    [Test]
    public void Every_rule_is_listed_with_its_source() =>
        Guide.Split(Begin)[1].Split(End)[0].Should().Be(Describe(), "this is what stands between the two comments of docs/profiles.md");

    [Test]
    public void Every_profile_is_in_the_first_table() => SecurityProfile.All
        .Should().AllSatisfy(static profile => Guide.Should().Contain($"| `{profile.Name}` | {profile.Title} |\n"));

    // The advice in the table of forms is what the validator says.
    [Test]
    public void Every_advice_is_what_registration_says()
    {
        ClientRegistrationValidator validator = new(new ClientRegistrationValidatorOptions
        {
            EnabledMethods = [ClientAuthenticationMethods.TlsClientAuth],
            Profile = SecurityProfile.FapiBrazil,
        });
        string[][] rows =
        [
            .. Guide.Split("| registered | the finding says |\n|---|---|\n")[1].Split("\n\n")[0].Split('\n')
                .Select(static row => row.Split('|', StringSplitOptions.TrimEntries)[1..3]),
        ];

        rows.Should().HaveCount(8).And.AllSatisfy(row => validator.Validate(new ClientMetadata
        {
            TokenEndpointAuthMethod = ClientAuthenticationMethods.TlsClientAuth,
            TlsClientAuthSubjectDn = row[0].Trim('`'),
        }).Findings.Should().ContainSingle().Which.Text.Should().Contain(row[1]));
    }

    private static string Describe() => string.Concat(SecurityProfile.All.Select(static profile =>
        $"\n### {profile.Name}\n\n| rule | source | property |\n|---|---|---|\n" + string.Concat(profile.Rules.Select(
            static rule => $"| {Code(rule.Text)} | {rule.Source} | `{rule.Setting}` |\n")))) + "\n";

    // Names of members and methods as code.
    private static string Code(string text) =>
        string.Join(' ', text.Split(' ').Select(static word => word.Contains('_', StringComparison.Ordinal) || word is "jwks"
            ? $"`{word.TrimEnd(',', '.', ';')}`{word[word.TrimEnd(',', '.', ';').Length..]}"
            : word));
}
