using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MtlsAuth.Registration;
using MtlsAuth.Tests.Authentication;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.Registration;

/// <summary>The strings of <c>open-finance-brasil/subject-dn.json</c>: registered, and compared with a certificate.</summary>
public sealed class FapiBrazilVectorTests
{
    private const string Folder = "open-finance-brasil/";

    // What the lenient reader refuses without a profile is at fault in itself, and not for its form.
    [TestCaseSource(nameof(Cases))]
    public async Task Form_and_name_are_judged_as_the_vector_says(string certificate, string name, bool isAccepted, bool? matches)
    {
        ClientRegistrationReport report = Validate(name, SecurityProfile.FapiBrazil);
        bool isName = Validate(name, profile: null).Error is null;

        report.Findings.Where(static finding => finding.Severity == ClientRegistrationSeverity.Error)
            .Select(static finding => (finding.Kind, finding.Member))
            .Should().Equal(isAccepted ? []
                : isName ? [(ClientRegistrationFindingKind.ProfileViolation, "tls_client_auth_subject_dn")]
                : new[] { (ClientRegistrationFindingKind.InvalidSubjectParameter, "tls_client_auth_subject_dn") });
        (report.Metadata is not null).Should().Be(isAccepted);
        (report.Error?.ErrorDescription ?? "none").Should().MatchRegex(@"^[\x20-\x21\x23-\x5B\x5D-\x7E]+$");

        if (matches is { } expected)
        {
            (await AuthenticateAsync(name, certificate)).Should().Be(expected
                ? ClientAuthenticationFailureReason.None
                : ClientAuthenticationFailureReason.SubjectNotRegistered);
        }
    }

    [Test]
    public async Task Authentication_refuses_a_certificate_that_is_not_for_clients() =>
        (await AuthenticateAsync("CN=tpp.example.com.br", "br-no-client-auth.pem"))
            .Should().Be(ClientAuthenticationFailureReason.ClientAuthenticationNotAllowed);

    // What openssl 3.0 prints with -nameopt RFC2253 -nameopt oid,dump_all, and what this library writes itself.
    [Test]
    public async Task What_tools_print_for_a_certificate_is_accepted_and_matches()
    {
        const string File = "br-brcac-2023.pem";
        string[] printed =
        [
            "2.5.4.3=#0C127470702E6578616D706C652E636F6D2E6272,0.9.2342.19200300.100.1.1=#0C2434393765316666652D623261322D346134652D386566302D"
            + "373036333366643131623539,2.5.4.97=#0C2A4F464242522D36376335373838322D303433622D313165632D396130332D303234326163313330303033,"
            + "2.5.4.7=#0C0953616F205061756C6F,2.5.4.8=#0C025350,2.5.4.10=#0C154578656D706C6F20506167616D656E746F73205341,2.5.4.6=#13024252,"
            + "2.5.4.5=#130E3433313432363636303030313937,1.3.6.1.4.1.311.60.2.1.3=#13024252,"
            + "2.5.4.15=#0C1450726976617465204F7267616E697A6174696F6E",
            TestVectors.ReadCertificate(Folder + File).Subject!.ToString(),
        ];
        foreach (string name in printed)
        {
            Validate(name, SecurityProfile.FapiBrazil).Findings.Should().BeEmpty();
            (await AuthenticateAsync(name, File)).Should().Be(ClientAuthenticationFailureReason.None);
        }
    }

    [Test]
    public void All_vectors_are_there() => Cases().Should().HaveCount(26);

    private static IEnumerable<TestCaseData> Cases() => TestVectors.ReadJson(Folder + "subject-dn.json")
        .GetProperty("cases").EnumerateArray()
        .Select(static (item, index) => new TestCaseData(
            item.GetProperty("certificate").GetString(),
            item.GetProperty("dn").GetString(),
            item.GetProperty("registration").GetString() == "accept",
            item.GetProperty("matches") is { ValueKind: not JsonValueKind.Null } matches ? matches.GetBoolean() : null)
            .SetArgDisplayNames($"{index}: {item.GetProperty("why").GetString()}"));

    private static ClientRegistrationReport Validate(string name, SecurityProfile? profile)
    {
        JsonObject metadata = new()
        {
            ["token_endpoint_auth_method"] = ClientAuthenticationMethods.TlsClientAuth,
            ["tls_client_auth_subject_dn"] = name,
        };
        return new ClientRegistrationValidator(new ClientRegistrationValidatorOptions
        {
            EnabledMethods = [ClientAuthenticationMethods.TlsClientAuth],
            Profile = profile,
        }).Validate(Encoding.UTF8.GetBytes(metadata.ToJsonString()));
    }

    private static async Task<ClientAuthenticationFailureReason> AuthenticateAsync(string name, string certificate)
    {
        Authenticating authenticating = new();
        return await (authenticating with
        {
            Client = new ClientMetadata
            {
                ClientId = "c",
                TokenEndpointAuthMethod = ClientAuthenticationMethods.TlsClientAuth,
                TlsClientAuthSubjectDn = name,
            },
            Options = SecurityProfile.FapiBrazil.Strengthen(authenticating.Options),
            Anchors = TrustAnchors.FromCertificates(TestVectors.ReadCertificate(Folder + "ca-br-root.pem")),
        }).ReasonFor(
            TestVectors.ReadCertificate(Folder + certificate),
            TestVectors.ReadCertificate(Folder + certificate),
            TestVectors.ReadCertificate(Folder + "ca-br.pem"));
    }
}
