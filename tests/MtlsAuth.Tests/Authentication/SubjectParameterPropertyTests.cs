using CsCheck;
using MtlsAuth.Authentication;
using MtlsAuth.Certificates;
using MtlsAuth.Clients;
using MtlsAuth.Registration;
using MtlsAuth.Tests.Certificates;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.Authentication;

public sealed class SubjectParameterPropertyTests
{
    private static readonly string[] Pieces =
    [
        "CN=", "O=", "C=", "DC=", "2.5.4.97=", "subject=", "/", ",", "+", ";", "=", "\\", "\"", "#", "#0c0161", " ",
        "\n", "é", "€", "😀", "a", "B1", "client", "example", ".", "..", "-", "_", "*", "xn--", "https", "urn",
        "://", ":", "443", "?", "@", "<", ">", "%", "%2F", "[", "]", "192.0.2.1", "2001:db8::1", "::", "0", "01", "ffff", "\0", "\uD800",
    ];

    private static readonly Gen<string> Value = Gen.Frequency(
        (1, Gen.OneOf(Pieces).Array[1, 8].Select(string.Concat)),
        (3, Gen.Select(
            Gen.OneOf(
                "CN=client,OU=a+OU=b,O=\"Bank, plc\",C=GB", "a-1.client.example", "https://u@client.example:443/a?b#c", "urn:a:b",
                "192.0.2.1", "2001:db8::1", "::ffff:192.0.2.1", "a.b@client.example", "\"a b\"@client.example", "a@[192.0.2.1]"),
            Gen.Int[0, 50],
            Gen.OneOf(Pieces)).Select((value, index, piece) => value.Insert(index % (value.Length + 1), piece))));

    private static readonly Gen<SubjectParameter> Parameter = Gen.Select(
        Gen.OneOf<GeneralNameType?>(
            null,
            GeneralNameType.Dns,
            GeneralNameType.Uri,
            GeneralNameType.IPAddress,
            GeneralNameType.Email),
        Value).Select((kind, value) => SubjectDecision.Parameter(kind, value));

    private static readonly ClientRegistrationValidator Validator = new(
        new ClientRegistrationValidatorOptions { EnabledMethods = [ClientAuthenticationMethods.TlsClientAuth] });

    [Test]
    public void What_registration_accepts_some_certificate_can_carry_and_authenticates()
    {
        Parameter.Sample(parameter =>
        {
            ClientRegistrationReport report = Validator.Validate(ToMetadata(parameter));
            if (report.Metadata is { } client)
            {
                SubjectParameter registered = SubjectParameter.FindAll(client).Should().ContainSingle().Subject;

                SubjectDecision.Of(client, SubjectParameterCertificate.Carrying(registered)).Should().Be(MethodDecision.Matched);
            }
        });
    }

    [Test]
    public void What_registration_refuses_authenticates_nobody_and_both_say_the_same()
    {
        ClientCertificate certificate = new CertificateParts().ReadCertificate();
        Parameter.Sample(parameter =>
        {
            ClientRegistrationReport report = Validator.Validate(ToMetadata(parameter));
            MethodDecision decision = SubjectDecision.Of(parameter, certificate);

            (decision.FailureReason == ClientAuthenticationFailureReason.InvalidSubjectParameter).Should().Be(report.Metadata is null);
            (report.Metadata is not null || decision.Detail == $"{parameter.Member}: {report.Findings[0].Text}").Should().BeTrue();
        });
    }

    [Test]
    public void Each_detail_is_one_line_of_bounded_length()
    {
        Gen.Select(Parameter, Parameter).Sample((left, right) =>
        {
            if (right.Fault is null)
            {
                ClientCertificate certificate = SubjectParameterCertificate.Carrying(right);
                string detail = SubjectDecision.Of(left, certificate).Detail ?? string.Empty;

                detail.Length.Should().BeLessThan(700);
                detail.Should().NotMatchRegex(@"\p{C}");
            }
        });
    }

    private static ClientMetadata ToMetadata(SubjectParameter parameter) => SubjectDecision.Metadata(parameter.Kind, parameter.Value);
}
