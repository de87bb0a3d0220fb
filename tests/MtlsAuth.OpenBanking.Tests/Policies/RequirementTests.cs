using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using MtlsAuth.Certificates;
using MtlsAuth.Registration;
using MtlsAuth.Testing;
using MtlsAuth.TestSupport;

namespace MtlsAuth.OpenBanking.Tests.Policies;

/// <summary>What a server and its clients' registrations demand, decided by a whole authenticator.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RequirementTests : IDisposable
{
    private const PaymentServiceRoles Ai = PaymentServiceRoles.AccountInformation;
    private const PaymentServiceRoles Pi = PaymentServiceRoles.PaymentInitiation;

    private static readonly X509Certificate2 Authority =
        TestCertificates.Ec().WithSubject("CN=qualified issuer").AsAuthority().Create().ToX509Certificate2();

    private readonly List<X509Certificate2> _made = [];

    public void Dispose() => _made.ForEach(certificate => certificate.Dispose());

    [Test]
    public async Task A_qualified_certificate_is_accepted_with_evidence()
    {
        ClientAuthenticationResult result = await AuthenticateAsync(new OpenBankingPolicy(), Qwac());

        result.IsAuthenticated.Should().BeTrue(result.FailureDetail);
        OpenBankingEvidence evidence = result.GetEvidence<OpenBankingEvidence>()!;
        evidence.IsIssuerTrusted.Should().BeTrue();
        evidence.IsQualifiedWebCertificate.Should().BeTrue();
        evidence.Roles.Should().Be(Ai);
        result.ReportedFindings.Should().BeEmpty();
    }

    [Test]
    public async Task What_is_reported_is_on_the_result_with_its_fact()
    {
        ClientAuthenticationResult result = await AuthenticateAsync(new OpenBankingPolicy(), Qwac(Qc.QwacOf(Qc.Role(3, "AISP"))));

        result.IsAuthenticated.Should().BeTrue(result.FailureDetail);
        result.ReportedFindings.Should().ContainSingle().Which.ToString()
            .Should().Be("role-name-unregistered: 0.4.0.19495.1.3 is PSP_AI, the name is 'AISP'");
    }

    [Test]
    public async Task A_refusal_says_all_that_is_enforced_and_leaves_the_evidence()
    {
        byte[] extension = Der.Sequence(Qc.Web, Qc.Psd2Of("FR-ACPR", Qc.Role(3, "PSP_PI")));

        ClientAuthenticationResult result = await AuthenticateAsync(new OpenBankingPolicy(), Qwac(extension));

        result.FailureReason.Should().Be(ClientAuthenticationFailureReason.RequirementNotMet);
        result.FailureFinding!.Code.Should().Be("role-oid-name-contradiction");
        result.FailureDetail.Should().EndWith("; also qc-compliance-absent, nca-country-contradiction");
        result.Error!.ErrorDescription.Should().Be("Client authentication failed");
        result.GetEvidence<OpenBankingEvidence>()!.Findings.Should().HaveCount(3);
    }

    [TestCase("pub_key_tls_client_auth")]
    [TestCase("self_signed_tls_client_auth")]
    public async Task What_nobody_vouches_for_is_refused_whatever_it_says_of_itself(string method)
    {
        ClientAuthenticationResult result = await AuthenticateAsync(new OpenBankingPolicy(), Qwac(), KeyBound(method));

        result.FailureFinding!.Code.Should().Be("issuer-not-anchor");
        result.FailureDetail.Should().Contain(method);
        result.GetEvidence<OpenBankingEvidence>()!.Roles.Should().Be(PaymentServiceRoles.None);
    }

    [Test]
    public async Task A_client_of_compared_keys_of_which_nothing_is_demanded_is_left_alone_and_gets_no_roles()
    {
        OpenBankingPolicy policy = new() { RequireQualifiedCertificate = false };
        byte[] contradictory = Qc.QwacOf(Qc.Role(3, "PSP_PI"));

        foreach (byte[] extension in new[] { contradictory, Qc.QwacOf(Qc.Role(3, "PSP_AI")), [0x30, 0x80] })
        {
            ClientAuthenticationResult result =
                await AuthenticateAsync(policy, Qwac(extension), KeyBound("pub_key_tls_client_auth"));

            result.IsAuthenticated.Should().BeTrue(result.FailureDetail);
            result.GetEvidence<OpenBankingEvidence>()!.Roles.Should().Be(PaymentServiceRoles.None);
            result.ReportedFindings.Should().BeEmpty();
        }
    }

    [TestCase(OpenBankingMetadata.Roles, """["PSP_AI"]""")]
    [TestCase(OpenBankingMetadata.RequireQualifiedCertificate, "true")]
    [TestCase(OpenBankingMetadata.OrganizationIdentifier, "\"PSDDE-BAFIN-10012345\"")]
    public async Task A_client_of_compared_keys_of_which_something_is_demanded_is_refused(string member, string value) =>
        (await AuthenticateAsync(
            new OpenBankingPolicy { RequireQualifiedCertificate = false }, Qwac(), KeyBound("pub_key_tls_client_auth"), (member, value)))
        .FailureFinding!.Code.Should().Be("issuer-not-anchor");

    [TestCase(true, CertificateCheck.Report, 1)]
    [TestCase(true, CertificateCheck.Ignore, 0)]
    [TestCase(false, CertificateCheck.Report, 0)]
    [TestCase(false, CertificateCheck.Ignore, 0)]
    public async Task What_nobody_vouches_for_gives_no_roles_even_where_it_is_let_in(bool isDemanded, CertificateCheck check, int reported)
    {
        OpenBankingPolicy policy = new()
        {
            RequireQualifiedCertificate = isDemanded,
            Checks = { [CertificateDeviation.IssuerNotAnchor] = check },
        };

        ClientAuthenticationResult result = await AuthenticateAsync(policy, Qwac(), KeyBound("pub_key_tls_client_auth"));

        result.IsAuthenticated.Should().BeTrue(result.FailureDetail);
        result.ReportedFindings.Count(finding => finding.Code == "issuer-not-anchor").Should().Be(reported);
        OpenBankingEvidence evidence = result.GetEvidence<OpenBankingEvidence>()!;
        evidence.Roles.Should().Be(PaymentServiceRoles.None);
        evidence.IsIssuerTrusted.Should().BeFalse();
        evidence.IsQualifiedWebCertificate.Should().BeFalse();
    }

    [Test]
    public async Task A_role_that_is_demanded_is_not_had_from_a_claim()
    {
        OpenBankingPolicy policy = new()
        {
            RequiredRoles = Ai,
            Checks = { [CertificateDeviation.IssuerNotAnchor] = CertificateCheck.Ignore },
        };

        (await AuthenticateAsync(policy, Qwac(), KeyBound("pub_key_tls_client_auth"))).FailureFinding!.Code.Should().Be("role-missing");
    }

    [Test]
    public async Task Roles_that_the_server_demands_have_to_be_there()
    {
        (await AuthenticateAsync(new OpenBankingPolicy { RequiredRoles = Ai }, Qwac())).IsAuthenticated.Should().BeTrue();

        ClientAuthenticationResult result = await AuthenticateAsync(new OpenBankingPolicy { RequiredRoles = Ai | Pi }, Qwac());

        result.FailureFinding!.ToString().Should().Be("role-missing: demanded are PSP_PI, PSP_AI, the certificate gives PSP_AI");
    }

    [TestCase("""["PSP_AI"]""", null)]
    [TestCase("[]", null)]
    [TestCase("""["PSP_AI", "PSP_PI"]""", "role-missing")]
    [TestCase("\"PSP_AI\"", "open-banking-registration-invalid")]
    [TestCase("""["AISP"]""", "open-banking-registration-invalid")]
    [TestCase("""["Unspecified"]""", "open-banking-registration-invalid")]
    [TestCase("[1]", "open-banking-registration-invalid")]
    [TestCase("null", "open-banking-registration-invalid")]
    public async Task Roles_that_the_registration_demands_have_to_be_there(string roles, string? code) =>
        (await AuthenticateAsync(new OpenBankingPolicy(), Qwac(), null, (OpenBankingMetadata.Roles, roles)))
        .FailureFinding?.Code.Should().Be(code);

    [TestCase("open_banking_role")]
    [TestCase("open_banking_organisation_identifier")]
    public async Task A_misspelt_demand_refuses(string member)
    {
        ClientAuthenticationResult result = await AuthenticateAsync(new OpenBankingPolicy(), Qwac(), null, (member, "[]"));

        result.FailureFinding!.Code.Should().Be("open-banking-registration-invalid");
        result.FailureDetail.Should().Contain(member);
    }

    [TestCase("\"PSDDE-BAFIN-10012345\"", null)]
    [TestCase("\"PSDDE-BAFIN-1001234\"", "orgid-not-registered")]
    [TestCase("\"psdde-bafin-10012345\"", "orgid-not-registered")]
    [TestCase("\"\"", "open-banking-registration-invalid")]
    [TestCase("7", "open-banking-registration-invalid")]
    public async Task The_registered_identifier_has_to_be_the_certificates(string identifier, string? code)
    {
        ClientAuthenticationResult result = await AuthenticateAsync(
            new OpenBankingPolicy { RequireRegisteredIdentifier = true },
            Qwac(),
            null,
            (OpenBankingMetadata.OrganizationIdentifier, identifier));

        result.IsAuthenticated.Should().Be(code is null, result.FailureDetail);
        (result.FailureFinding?.Code).Should().Be(code);
    }

    [Test]
    public async Task An_identifier_of_no_known_form_is_that_of_nobody()
    {
        const string Text = "PSDDE-BaFin-1";

        ClientAuthenticationResult result = await AuthenticateAsync(
            new OpenBankingPolicy(),
            Qwac(subject: $"CN=client, OID.2.5.4.97={Text}"),
            null,
            (OpenBankingMetadata.OrganizationIdentifier, $"\"{Text}\""));

        result.FailureFinding!.Code.Should().Be("orgid-not-registered");
    }

    [Test]
    public async Task An_identifier_that_has_to_be_registered_and_is_not_refuses() =>
        (await AuthenticateAsync(new OpenBankingPolicy { RequireRegisteredIdentifier = true }, Qwac()))
        .FailureFinding!.Code.Should().Be("orgid-registration-missing");

    [TestCase("true", "qc-compliance-absent")]
    [TestCase("false", null)]
    [TestCase("\"yes\"", "open-banking-registration-invalid")]
    public async Task A_registration_may_demand_a_qualified_certificate_where_the_server_does_not(string value, string? code)
    {
        ClientAuthenticationResult result = await AuthenticateAsync(
            new OpenBankingPolicy { RequireQualifiedCertificate = false },
            Qwac(Der.Sequence(Qc.Web, Qc.Psd2OfRoles(Qc.Role(3, "PSP_AI")))),
            null,
            (OpenBankingMetadata.RequireQualifiedCertificate, value));

        result.IsAuthenticated.Should().Be(code is null, result.FailureDetail);
        (result.FailureFinding?.Code).Should().Be(code);
    }

    [Test]
    public async Task A_registration_cannot_loosen_what_the_server_demands()
    {
        ClientAuthenticationResult result = await AuthenticateAsync(
            new OpenBankingPolicy { RequiredRoles = Pi },
            Qwac(),
            null,
            (OpenBankingMetadata.RequireQualifiedCertificate, "false"),
            (OpenBankingMetadata.Roles, "[]"));

        result.FailureFinding!.Code.Should().Be("role-missing");
        (await AuthenticateAsync(
            new OpenBankingPolicy(),
            Qwac(Der.Sequence(Qc.Web)),
            null,
            (OpenBankingMetadata.RequireQualifiedCertificate, "false"))).FailureFinding!.Code.Should().Be("qc-compliance-absent");
    }

    [TestCase(false, null)]
    [TestCase(true, "role-missing")]
    public async Task A_demand_that_belongs_to_the_server_outlives_the_clients_update(bool isTheServers, string? code)
    {
        X509Certificate2 presented = Qwac();
        ClientCertificate certificate = ClientCertificate.FromX509Certificate2(presented);
        ClientMetadata sent = new()
        {
            TokenEndpointAuthMethod = ClientAuthenticationMethods.TlsClientAuth,
            TlsClientAuthSubjectDn = certificate.Subject!.ToString(),
        };
        ClientRegistrationValidatorOptions validation = new()
        {
            EnabledMethods = [ClientAuthenticationMethods.TlsClientAuth],
            ServerMembers = isTheServers ? OpenBankingMetadata.Names : [],
        };
        InMemoryClientMetadataStore store = new();
        ClientRegistry registry = new(store, new ClientRegistryOptions { Validation = validation });
        ClientRegistrationManagement management = new(registry, validation);
        JsonObject registered = JsonNode.Parse(
            (await management.RegisterAsync(sent.ToUtf8Json())).ToUtf8Json("https://as.example/c"))!.AsObject();
        string clientId = (string)registered["client_id"]!;
        ClientRecord record = (await registry.FindAsync(clientId)).Record!;
        ClientMetadata demanding = record.Metadata! with
        {
            AdditionalMembers = new Dictionary<string, JsonElement>
            {
                [OpenBankingMetadata.Roles] = JsonElement.Parse("""["PSP_PI"]"""),
            },
        };
        (await registry.ReplaceAsync(record with { Metadata = demanding })).IsDone.Should().BeTrue();

        (await management.UpdateAsync(
            clientId, (string)registered["registration_access_token"]!, (sent with { ClientId = clientId }).ToUtf8Json()))
            .StatusCode.Should().Be(200);

        ClientCertificateAuthenticator authenticator = new(
            store,
            new() { EnabledMethods = [ClientAuthenticationMethods.TlsClientAuth] },
            trustAnchorSource: TrustAnchors.FromCertificates(ClientCertificate.FromX509Certificate2(Authority)),
            requirements: [new OpenBankingRequirement()]);
        ClientAuthenticationResult result = await authenticator.AuthenticateAsync(
            new() { ClientId = clientId, Presented = PresentedCertificate.Of(certificate) });
        result.IsAuthenticated.Should().Be(code is null, result.FailureDetail);
        (result.FailureFinding?.Code).Should().Be(code);
    }

    [TestCase(CertificateCheck.Enforce, false, 0)]
    [TestCase(CertificateCheck.Report, true, 1)]
    [TestCase(CertificateCheck.Ignore, true, 0)]
    public async Task Each_deviation_has_its_switch(CertificateCheck check, bool isAuthenticated, int reported)
    {
        byte[] merged = Qc.QwacOf(Der.Sequence([.. Qc.RolePair(2, "PSP_PI"), .. Qc.RolePair(3, "PSP_AI")]));

        ClientAuthenticationResult result = await AuthenticateAsync(
            new OpenBankingPolicy { Checks = { [CertificateDeviation.RolesMerged] = check } }, Qwac(merged));

        result.IsAuthenticated.Should().Be(isAuthenticated);
        result.ReportedFindings.Should().HaveCount(reported);
        result.GetEvidence<OpenBankingEvidence>()!.Findings.Should().ContainSingle();
    }

    [Test]
    public async Task What_cannot_be_read_grants_nothing_even_if_it_is_ignored()
    {
        OpenBankingPolicy policy = new();
        foreach (CertificateDeviation deviation in Enum.GetValues<CertificateDeviation>())
        {
            policy.Checks[deviation] = CertificateCheck.Ignore;
        }

        byte[] ai = Qc.Psd2OfRoles(Qc.Role(3, "PSP_AI"));
        foreach (byte[] extension in new[] { Der.Sequence(ai, ai), Qc.QwacOf(Qc.Role(3, "PSP_PI")), [0x30, 0x80, 0, 0] })
        {
            ClientAuthenticationResult result = await AuthenticateAsync(policy, Qwac(extension));

            result.IsAuthenticated.Should().BeTrue(result.FailureDetail);
            result.GetEvidence<OpenBankingEvidence>()!.Roles.Should().Be(PaymentServiceRoles.None);
        }
    }

    [Test]
    public async Task A_policy_is_copied()
    {
        OpenBankingPolicy policy = new() { RequiredRoles = Ai };
        OpenBankingRequirement requirement = new(policy);
        policy.RequiredRoles = Pi;
        policy.Checks[CertificateDeviation.EkuAbsent] = CertificateCheck.Enforce;
        policy.RequireRegisteredIdentifier = true;
        X509Certificate2 certificate = Qwac();

        (await AuthenticateAsync(requirement, certificate, null)).IsAuthenticated.Should().BeTrue();
    }

    [Test]
    public void A_setting_that_does_not_exist_is_refused()
    {
        OpenBankingPolicy roles = new() { RequiredRoles = (PaymentServiceRoles)1024 };
        OpenBankingPolicy deviation = new() { Checks = { [(CertificateDeviation)999] = CertificateCheck.Ignore } };
        OpenBankingPolicy check = new() { Checks = { [CertificateDeviation.NotDer] = (CertificateCheck)9 } };

        roles.FindErrors().Should().ContainSingle().Which.Setting.Should().Be("RequiredRoles");
        deviation.FindErrors().Should().ContainSingle().Which.Setting.Should().Be("Checks:999");
        check.FindErrors().Should().ContainSingle().Which.Setting.Should().Be("Checks:NotDer");
        new OpenBankingPolicy().FindErrors().Should().BeEmpty();
        FluentActions.Invoking(() => new OpenBankingRequirement(roles)).Should().Throw<ArgumentException>().WithMessage("RequiredRoles *");
    }

    [Test]
    public async Task A_critical_extension_is_acted_upon()
    {
        X509Certificate2 certificate = Qwac(isCritical: true);

        ClientAuthenticationResult with = await AuthenticateAsync(new OpenBankingPolicy(), certificate);
        ClientAuthenticationResult without = await AuthenticateAsync((IClientCertificateRequirement?)null, certificate, null);

        with.IsAuthenticated.Should().BeTrue(with.FailureDetail);
        with.ReportedFindings.Should().ContainSingle().Which.Code.Should().Be("qc-statements-critical");
        without.FailureReason.Should().Be(ClientAuthenticationFailureReason.UnknownCriticalExtension);
    }

    // Nobody reads what an authority's own certificate says there.
    [TestCase(false, false, ExpectedResult = true)]
    [TestCase(false, true, ExpectedResult = true)]
    [TestCase(true, false, ExpectedResult = false)]
    [TestCase(true, true, ExpectedResult = false)]
    public async Task<bool> A_critical_extension_of_an_authority_is_not(bool isCritical, bool isSent)
    {
        X509Certificate2 intermediate = TestCertificates.Ec()
            .WithSubject("CN=intermediate")
            .AsAuthority()
            .IssuedBy(Authority)
            .WithExtensions(new X509Extension(Qc.Extension, Der.Sequence(Qc.Compliance), isCritical))
            .Create().ToX509Certificate2();
        _made.Add(intermediate);
        ClientCertificate[] between = [ClientCertificate.FromX509Certificate2(intermediate)];
        ClientCertificate certificate = TestCertificates.Ec()
            .WithSubject(Qc.Subject)
            .IssuedBy(intermediate)
            .WithExtensions(new X509Extension(Qc.Extension, Qc.QwacOf(Qc.Role(3, "PSP_AI")), critical: false))
            .Create().ClientCertificate;
        ClientCertificateAuthenticator authenticator = new(
            new InMemoryClientMetadataStore(new ClientMetadata
            {
                ClientId = "c",
                TokenEndpointAuthMethod = ClientAuthenticationMethods.TlsClientAuth,
                TlsClientAuthSubjectDn = certificate.Subject!.ToString(),
            }),
            new() { EnabledMethods = [ClientAuthenticationMethods.TlsClientAuth] },
            trustAnchorSource: TrustAnchors.FromCertificates(
                [ClientCertificate.FromX509Certificate2(Authority)], isSent ? [] : between),
            requirements: [new OpenBankingRequirement()]);

        ClientAuthenticationResult result = await authenticator.AuthenticateAsync(new()
        {
            ClientId = "c",
            Presented = PresentedCertificate.Of(certificate, isSent ? between : []),
        });

        return result.IsAuthenticated;
    }

    private static Func<ClientCertificate, ClientMetadata> KeyBound(string method) => certificate => new ClientMetadata
    {
        ClientId = "c",
        TokenEndpointAuthMethod = method,
        Jwks = ClientJwkSet.FromCertificates(includeX5c: true, certificate),
    };

    private X509Certificate2 Qwac(byte[]? extension = null, string subject = Qc.Subject, bool isCritical = false)
    {
        X509Certificate2 certificate = TestCertificates.Ec()
            .WithSubject(subject)
            .IssuedBy(Authority)
            .WithExtensions(new X509Extension(Qc.Extension, extension ?? Qc.QwacOf(Qc.Role(3, "PSP_AI")), isCritical),
                new X509EnhancedKeyUsageExtension([new("1.3.6.1.5.5.7.3.2")], critical: false))
            .Create().ToX509Certificate2();
        _made.Add(certificate);
        return certificate;
    }

    private static Task<ClientAuthenticationResult> AuthenticateAsync(
        OpenBankingPolicy policy,
        X509Certificate2 presented,
        Func<ClientCertificate, ClientMetadata>? register = null,
        params (string Name, string Value)[] members) =>
        AuthenticateAsync(new OpenBankingRequirement(policy), presented, register, members);

    private static async Task<ClientAuthenticationResult> AuthenticateAsync(
        IClientCertificateRequirement? requirement,
        X509Certificate2 presented,
        Func<ClientCertificate, ClientMetadata>? register,
        params (string Name, string Value)[] members)
    {
        ClientCertificate certificate = ClientCertificate.FromX509Certificate2(presented);
        ClientMetadata client = register?.Invoke(certificate) ?? new ClientMetadata
        {
            ClientId = "c",
            TokenEndpointAuthMethod = ClientAuthenticationMethods.TlsClientAuth,
            TlsClientAuthSubjectDn = certificate.Subject!.ToString(),
        };
        ClientCertificateAuthenticator authenticator = new(
            new InMemoryClientMetadataStore(client with
            {
                AdditionalMembers = members.ToDictionary(member => member.Name, member => JsonElement.Parse(member.Value)),
            }),
            new()
            {
                EnabledMethods =
                [
                    ClientAuthenticationMethods.TlsClientAuth,
                    ClientAuthenticationMethods.PubKeyTlsClientAuth,
                    ClientAuthenticationMethods.SelfSignedTlsClientAuth,
                ],
            },
            trustAnchorSource: TrustAnchors.FromCertificates(ClientCertificate.FromX509Certificate2(Authority)),
            requirements: requirement is null ? [] : [requirement]);
        return await authenticator.AuthenticateAsync(new() { ClientId = "c", Presented = PresentedCertificate.Of(certificate) });
    }
}
