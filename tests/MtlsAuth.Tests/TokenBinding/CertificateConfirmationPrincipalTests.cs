using System.Security.Claims;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using MtlsAuth.Certificates;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.TokenBinding;

public sealed class CertificateConfirmationPrincipalTests
{
    private static readonly ClientCertificate Certificate = TestVectors.ReadCertificate("rfc8705-appendix-a.pem");
    private static readonly CertificateConfirmation Confirmation = new(Certificate);

    [Test]
    public async Task Check_accepts_the_claim_of_a_real_token()
    {
        ClaimsPrincipal principal = await ValidateAsync(Confirmation.ToDictionary());

        CertificateConfirmation.Check(principal, Certificate.Thumbprint).Outcome.Should().Be(ConfirmationOutcome.Matches);
    }

    [Test]
    public async Task Check_refuses_another_certificate_for_a_real_token()
    {
        ClaimsPrincipal principal = await ValidateAsync(Confirmation.ToDictionary());
        CertificateThumbprint other = TestVectors.ReadCertificate("rfc9440-client.pem").Thumbprint;

        CertificateConfirmation.Check(principal, other).Outcome.Should().Be(ConfirmationOutcome.OtherCertificate);
    }

    [Test]
    public async Task Check_wants_a_certificate_for_a_real_token()
    {
        ClaimsPrincipal principal = await ValidateAsync(Confirmation.ToDictionary());

        CertificateConfirmation.Check(principal, null).Outcome.Should().Be(ConfirmationOutcome.NoCertificate);
    }

    [Test]
    public async Task Check_asks_for_more_if_a_real_token_also_has_a_jkt()
    {
        Dictionary<string, object> cnf = Confirmation.ToDictionary();
        cnf["jkt"] = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I";

        ClaimsPrincipal principal = await ValidateAsync(cnf);

        CertificateConfirmation.Check(principal, Certificate.Thumbprint).Outcome
            .Should().Be(ConfirmationOutcome.FurtherConfirmationRequired);
    }

    [Test]
    public async Task Check_knows_a_real_token_without_cnf()
    {
        ClaimsPrincipal principal = await ValidateAsync(null);

        CertificateConfirmation.Check(principal, Certificate.Thumbprint).Outcome.Should().Be(ConfirmationOutcome.NotBound);
    }

    [Test]
    public async Task Check_refuses_a_real_token_with_two_confirmations()
    {
        ClaimsPrincipal principal = await ValidateAsync(new object[] { Confirmation.ToDictionary(), Confirmation.ToDictionary() });

        CertificateConfirmation.Check(principal, Certificate.Thumbprint).Outcome.Should().Be(ConfirmationOutcome.Malformed);
    }

    [TestCase("A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v0")]
    [TestCase("")]
    [TestCase(1)]
    [TestCase(true)]
    public async Task Check_refuses_a_real_token_whose_cnf_is_no_object(object cnf)
    {
        ClaimsPrincipal principal = await ValidateAsync(cnf);

        CertificateConfirmation.Check(principal, Certificate.Thumbprint).Outcome.Should().Be(ConfirmationOutcome.Malformed);
    }

    [Test]
    public void Check_refuses_confirmations_in_several_identities()
    {
        ClaimsPrincipal principal = new(
        [
            new ClaimsIdentity([new Claim("cnf", Confirmation.ToJson(), JsonClaimValueTypes.Json)]),
            new ClaimsIdentity([new Claim("cnf", Confirmation.ToJson(), JsonClaimValueTypes.Json)]),
        ]);

        CertificateConfirmation.Check(principal, Certificate.Thumbprint).Outcome.Should().Be(ConfirmationOutcome.Malformed);
    }

    [Test]
    public void Check_wants_a_principal() =>
        FluentActions.Invoking(() => CertificateConfirmation.Check((ClaimsPrincipal)null!, null)).Should().Throw<ArgumentNullException>();

    private static async Task<ClaimsPrincipal> ValidateAsync(object? cnf)
    {
        JsonWebTokenHandler handler = new();
        using System.Security.Cryptography.ECDsa ecdsa = TestKeys.CreateP256();
        ECDsaSecurityKey key = new(ecdsa) { CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } };
        string token = handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = "https://server.example.com",
            Audience = "https://api.example.com",
            Claims = cnf is null ? [] : new Dictionary<string, object> { ["cnf"] = cnf },
            SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.EcdsaSha256),
        });
        TokenValidationResult result = await handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = "https://server.example.com",
            ValidAudience = "https://api.example.com",
            IssuerSigningKey = key,
        });
        result.Exception.Should().BeNull();
        return new ClaimsPrincipal(result.ClaimsIdentity);
    }
}
