using MtlsAuth.Certificates;
using MtlsAuth.Tests.Authentication;

namespace MtlsAuth.Tests.Explanation;

/// <summary>One decision and its explanation.</summary>
internal static class Explaining
{
    public static Task<ClientAuthenticationExplanation> Of(
        ClientMetadata client, ClientCertificate? certificate, IClientJwkSetSource? jwkSetSource = null) =>
        Of(new Authenticating { Client = client, JwkSetSource = jwkSetSource }, certificate);

    public static async Task<ClientAuthenticationExplanation> Of(
        Authenticating subject, ClientCertificate? certificate, params IReadOnlyList<ClientCertificate> chain)
    {
        ClientAuthenticationResult result = await subject.With(certificate, chain);
        ClientAuthenticationExplanation explanation =
            await new ClientAuthenticationExplainer(subject.Options, subject.JwkSetSource).ExplainAsync(result);
        explanation.Result.Should().BeSameAs(result);
        return explanation;
    }
}
