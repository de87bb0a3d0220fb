namespace MtlsAuth.OpenBanking.Tests.Scopes;

public sealed class ScopeRolesTests
{
    private const PaymentServiceRoles Ai = PaymentServiceRoles.AccountInformation;

    [TestCase("PSP_AI", "openid AIS:consent-1", "PIS:payment-1 PIIS:consent-2")]
    [TestCase("PSP_PI", "openid PIS:payment-1", "AIS:consent-1 PIIS:consent-2")]
    [TestCase("PSP_IC", "openid PIIS:consent-2", "AIS:consent-1 PIS:payment-1")]
    [TestCase("PSP_AS", "openid", "AIS:consent-1 PIS:payment-1 PIIS:consent-2")]
    public void The_Berlin_Groups_scopes_need_roles(string role, string granted, string refused) =>
        ShouldDecide(ScopeRoles.BerlinGroup, role, granted, refused);

    [TestCase("PSP_AI", "aisp extended_transaction_history", "pisp cbpii")]
    [TestCase("PSP_PI", "pisp", "aisp extended_transaction_history cbpii")]
    [TestCase("PSP_IC", "cbpii", "aisp extended_transaction_history pisp")]
    public void STETs_scopes_need_roles(string role, string granted, string refused) =>
        ShouldDecide(ScopeRoles.Stet, role, granted, refused);

    [TestCase("PSP_AI", "openid accounts", "payments fundsconfirmations")]
    [TestCase("PSP_PI", "openid payments", "accounts fundsconfirmations")]
    [TestCase("PSP_IC", "openid fundsconfirmations", "accounts payments")]
    public void Scopes_of_UK_Open_Banking_need_roles(string role, string granted, string refused) =>
        ShouldDecide(ScopeRoles.UkOpenBanking, role, granted, refused);

    [TestCase("AIS", false)]
    [TestCase("AIS:", false)]
    [TestCase("ais:1", false)]
    [TestCase("AIS:1:2", false)]
    [TestCase("AISX:1", true)]
    [TestCase("XAIS:1", true)]
    [TestCase("openid", true)]
    public void A_scope_counts_up_to_its_first_colon_in_any_case(string scope, bool isNeutral) =>
        ScopeRoles.BerlinGroup.Decide(PaymentServiceRoles.None, [scope]).IsComplete.Should().Be(isNeutral);

    // Whoever cuts a scope off at white space later would find the one that needs a role.
    [TestCase("accounts\t")]
    [TestCase("\naccounts")]
    [TestCase("accounts ")]
    [TestCase("accounts\u00A0")]
    [TestCase("account\u017F", Description = "a long s, which is an s in capitals")]
    [TestCase("accounts\0")]
    [TestCase("\"accounts\"")]
    [TestCase("openid\\")]
    [TestCase("")]
    public void What_is_no_scope_is_refused_whatever_the_roles(string scope) =>
        ScopeRoles.UkOpenBanking.Decide((PaymentServiceRoles)0xFF, [scope]).Refused.Should().Equal(scope);

    [Test]
    public void Each_character_of_scopes_may_stand_in_one()
    {
        string scope = "!" + string.Concat(Enumerable.Range('#', '~' - '#' + 1).Where(code => code != '\\').Select(code => (char)code));

        ScopeRoles.UkOpenBanking.Decide(PaymentServiceRoles.None, [scope]).Granted.Should().Equal(scope);
    }

    [Test]
    public void Without_evidence_there_is_no_role()
    {
        ScopeDecision decision = ScopeRoles.UkOpenBanking.Decide(evidence: null, ["openid", "accounts"]);

        decision.Granted.Should().Equal("openid");
        decision.Refused.Should().Equal("accounts");
    }

    [Test]
    public void Claims_that_nobody_vouches_for_are_no_roles()
    {
        Certificates.ClientCertificate certificate = BankingData.Find("qwac-ai").Certificate;

        ScopeRoles.UkOpenBanking.Decide(OpenBankingEvidence.Read(certificate), ["accounts"]).Granted.Should().BeEmpty();
        ScopeRoles.UkOpenBanking.Decide(OpenBankingEvidence.Read(certificate, isIssuerTrusted: true), ["accounts"])
            .Granted.Should().Equal("accounts");
    }

    [Test]
    public void A_map_of_ones_own_may_take_one_of_several_roles_or_none_at_all()
    {
        ScopeRoles map = new(new Dictionary<string, PaymentServiceRoles>
        {
            ["balances"] = Ai | PaymentServiceRoles.AccountServicing,
            ["closed"] = PaymentServiceRoles.None,
        });

        map.Decide(PaymentServiceRoles.AccountServicing, ["balances", "closed", "other"]).Granted.Should().Equal("balances", "other");
    }

    [TestCase("")]
    [TestCase("AIS:")]
    [TestCase("a b")]
    [TestCase("a\tb")]
    [TestCase("ä")]
    public void A_scope_that_could_never_match_is_refused(string scope) =>
        FluentActions.Invoking(() => new ScopeRoles(new Dictionary<string, PaymentServiceRoles> { [scope] = Ai }))
            .Should().Throw<ArgumentException>();

    [Test]
    public void A_scope_in_two_spellings_is_refused() =>
        FluentActions.Invoking(() => new ScopeRoles(new Dictionary<string, PaymentServiceRoles> { ["a"] = Ai, ["A"] = Ai }))
            .Should().Throw<ArgumentException>();

    [Test]
    public void Names_of_roles_are_read_letter_by_letter()
    {
        foreach (PaymentServiceRoles role in Enum.GetValues<PaymentServiceRoles>().Where(role => role != PaymentServiceRoles.None))
        {
            PaymentServiceRoleNames.TryParse(role.ToNames().Single(), out PaymentServiceRoles read).Should().BeTrue();
            read.Should().Be(role);
        }

        PaymentServiceRoleNames.TryParse("psp_ai", out _).Should().BeFalse();
        PaymentServiceRoleNames.TryParse("Unspecified", out _).Should().BeFalse();
        PaymentServiceRoleNames.TryParse(null, out _).Should().BeFalse();
        PaymentServiceRoles.None.ToNames().Should().BeEmpty();
    }

    private static void ShouldDecide(ScopeRoles map, string role, string granted, string refused)
    {
        PaymentServiceRoleNames.TryParse(role, out PaymentServiceRoles roles).Should().BeTrue();

        ScopeDecision decision = map.Decide(roles, [.. granted.Split(' '), .. refused.Split(' ')]);

        decision.Granted.Should().Equal(granted.Split(' '));
        decision.Refused.Should().Equal(refused.Split(' '));
        decision.IsComplete.Should().BeFalse();
    }
}
