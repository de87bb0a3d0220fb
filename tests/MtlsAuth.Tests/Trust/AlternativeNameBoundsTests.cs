using System.Security.Cryptography.X509Certificates;
using MtlsAuth.Testing;
using MtlsAuth.Tests.Registration;

namespace MtlsAuth.Tests.Trust;

/// <summary>Registered alternative names, where their length and number are met exactly and where they are passed by one.</summary>
public sealed class AlternativeNameBoundsTests
{
    private const int MaximumLength = 4_096;

    [TestCase(0, ClientAuthenticationFailureReason.SubjectNotRegistered)]
    [TestCase(1, ClientAuthenticationFailureReason.InvalidSubjectParameter)]
    public async Task Registered_name_is_read_up_to_its_greatest_length(int more, ClientAuthenticationFailureReason expected)
    {
        string uri = "https://c.example/".PadRight(MaximumLength + more, 'a');

        (await AuthenticateAsync(new() { TlsClientAuthSanUri = uri })).FailureReason.Should().Be(expected);
    }

    [Test]
    public async Task Registered_name_beyond_its_greatest_length_is_said() =>
        (await AuthenticateAsync(new() { TlsClientAuthSanUri = new string('a', MaximumLength + 1) })).FailureDetail.Should()
            .Contain("The value is too long for any certificate.");

    [Test]
    public async Task Registered_mail_address_is_longer_than_the_one_of_the_certificate() =>
        (await AuthenticateAsync(new() { TlsClientAuthSanEmail = "operations@c.example" }, names: 0, mail: "o@c")).FailureReason.Should()
            .Be(ClientAuthenticationFailureReason.SubjectNotRegistered);

    [TestCase(3, "in the certificate 1.example, 2.example, 3.example")]
    [TestCase(4, "in the certificate 1.example, 2.example, 3.example and 1 more")]
    public async Task Names_beyond_the_third_are_counted(int count, string end) =>
        (await AuthenticateAsync(new() { TlsClientAuthSanDns = "z.example" }, count)).FailureDetail.Should().EndWith(end);

    private static Task<ClientAuthenticationResult> AuthenticateAsync(ClientMetadata client, int names = 1, string? mail = null)
    {
        SubjectAlternativeNameBuilder builder = new();
        if (mail is not null)
        {
            builder.AddEmailAddress(mail);
        }

        foreach (int i in Enumerable.Range(1, names))
        {
            builder.AddDnsName($"{i}.example");
        }

        return new TestChain { Leaf = TestCertificates.Ec().WithExtensions(builder.Build()) }.AuthenticateAsync(subject => subject with
        {
            Client = client with { ClientId = "c", TokenEndpointAuthMethod = ClientAuthenticationMethods.TlsClientAuth },
        });
    }
}
