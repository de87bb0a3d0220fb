using CsCheck;
using MtlsAuth.Certificates;
using MtlsAuth.Clients;
using MtlsAuth.Tests.Authentication;

namespace MtlsAuth.Tests.Explanation;

/// <summary>What is explained as a match is what the authenticator lets in, and nothing else is.</summary>
public sealed class ExplanationPropertyTests
{
    // Names that are near each other meet seldom.
    private const int Iterations = 5_000;

    private static readonly ClientCertificate[] Certificates =
    [
        .. new[] { "a-self-signed", "a-renewed", "b-self-signed-same-names" }.Select(static name => Authenticating.Vector(name)),
    ];

    private static readonly Gen<SubjectParameter> Name = Gen.Select(
        Gen.OneOf<GeneralNameType?>(
            null, GeneralNameType.Dns, GeneralNameType.Uri, GeneralNameType.IPAddress, GeneralNameType.Email),
        Gen.OneOf("CN=a,O=b", "O=b,CN=a", "CN=A,O=b", "CN=a", "a.b", "A.b", "a.c", "*.b", "urn:a", "urn:A", "URN:a", "http://a/b",
            "http://A/b", "http://a/B", "192.0.2.1", "::ffff:192.0.2.1", "a@b.example", "a@B.example", "A@b.example"))
        .Select(static (kind, value) => SubjectDecision.Parameter(kind, value))
        .Where(static parameter => parameter.Fault is null);

    [Test]
    public Task Of_keys() =>
        Gen.Select(
            Gen.OneOf(Certificates),
            Gen.OneOf(Certificates).Array[0, 6],
            Gen.Bool,
            Gen.OneOf(ClientAuthenticationMethods.PubKeyTlsClientAuth, ClientAuthenticationMethods.SelfSignedTlsClientAuth),
            Gen.OneOf<SelfSignedMatching?>(null, SelfSignedMatching.PublicKey, SelfSignedMatching.Certificate),
            Gen.OneOf(SelfSignedMatching.PublicKey, SelfSignedMatching.Certificate))
        .SampleAsync(async (presented, registered, includeX5c, method, ofClient, ofServer) =>
        {
            Authenticating subject = new()
            {
                Client = new()
                {
                    ClientId = "c",
                    TokenEndpointAuthMethod = method,
                    SelfSignedMatching = ofClient,
                    Jwks = ClientJwkSet.FromCertificates(includeX5c, registered),
                },
            };

            ClientAuthenticationExplanation explanation = await Explaining.Of(
                subject with { Options = subject.Options.With(selfSignedMatching: ofServer) }, presented);

            explanation.IsMatch.Should().Be(explanation.Result.IsAuthenticated);
            explanation.Comparisons.Should().BeInAscendingOrder(static item => item.Difference);
        },
        iter: Iterations);

    [Test]
    public Task Of_names() =>
        Gen.Select(Name, Name, Gen.Bool).SampleAsync(async (registered, carried, allowReversed) =>
        {
            Authenticating subject = new()
            {
                Client = SubjectDecision.Metadata(registered.Kind, registered.Value) with { ClientId = "c" },
            };

            // A proxy that vouches for chains leaves the name to decide.
            ClientAuthenticationResult result = await (subject with
            {
                Options = subject.Options.With(
                    certificatePolicy: new CertificatePolicy { ValidityPeriod = CertificateCheck.Ignore },
                    chainValidation: new ChainValidatorOptions { Trust = ChainTrust.Proxy },
                    allowReversedSubjectDn: allowReversed),
            }).With(new ClientAuthenticationRequest
            {
                ClientId = "c",
                Presented = PresentedCertificate.Of(SubjectParameterCertificate.Carrying(carried), isChainVerifiedByProxy: true),
            });
            ClientAuthenticationExplanation explanation = await new ClientAuthenticationExplainer(
                subject.Options.With(allowReversedSubjectDn: allowReversed)).ExplainAsync(result);

            explanation.IsMatch.Should().Be(result.IsAuthenticated, $"{registered.Value} {carried.Value} {result.FailureDetail}");
            explanation.Comparisons.Should().BeInAscendingOrder(static item => item.Difference);
        },
        iter: Iterations);
}
