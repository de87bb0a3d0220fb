using System.Text;
using System.Text.Json;
using MtlsAuth.Certificates;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.TokenBinding;

/// <summary>Lengths, where they are met exactly and where they are passed by one.</summary>
public sealed class CertificateConfirmationBoundsTests
{
    private const int MaximumLength = 8_192;
    private const string AppendixA = "A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v0";
    private const string Cnf = $$"""{"x5t#S256":"{{AppendixA}}"}""";

    private static readonly ClientCertificate Certificate = TestVectors.ReadCertificate("rfc8705-appendix-a.pem");

    [TestCase(MaximumLength, ConfirmationOutcome.Matches)]
    [TestCase(MaximumLength + 1, ConfirmationOutcome.Malformed)]
    public void Check_reads_so_many_octets(int length, ConfirmationOutcome expected)
    {
        string cnf = Cnf.PadRight(length);

        CertificateConfirmation.Check(Encoding.UTF8.GetBytes(cnf), Certificate.Thumbprint).Outcome.Should().Be(expected);
        CertificateConfirmation.Check(cnf, Certificate.Thumbprint).Outcome.Should().Be(expected);
    }

    [TestCase(0, ConfirmationOutcome.FurtherConfirmationRequired)]
    [TestCase(1, ConfirmationOutcome.Malformed)]
    public void Check_and_TryAddTo_count_octets_of_text(int further, ConfirmationOutcome expected)
    {
        string prefix = $$"""{"x5t#S256":"{{AppendixA}}","a":"{{new string('x', further)}}""";
        int rest = MaximumLength - Encoding.UTF8.GetByteCount(prefix) - 2 + further;
        string cnf = prefix + new string('\u20AC', rest / 3) + new string('x', rest % 3) + "\"}";

        Encoding.UTF8.GetByteCount(cnf).Should().Be(MaximumLength + further);
        CertificateConfirmation.Check(cnf, Certificate.Thumbprint).Outcome.Should().Be(expected);
        new CertificateConfirmation(Certificate).TryAddTo(cnf, out _).Should().Be(expected != ConfirmationOutcome.Malformed);
    }

    // Up to 128 characters are transcoded on the stack; here each takes three octets.
    [TestCase(127)]
    [TestCase(128)]
    [TestCase(129)]
    [TestCase(MaximumLength / 3)]
    public void Check_reads_text_of_any_length_whose_characters_are_long(int length)
    {
        string start = $$"""{"x5t#S256":"{{AppendixA}}","a":" """;
        string cnf = start + new string('\u20AC', length - start.Length - 2) + "\"}";

        CertificateConfirmation.Check(cnf, Certificate.Thumbprint).Outcome.Should().Be(
            Encoding.UTF8.GetByteCount(cnf) <= MaximumLength
                ? ConfirmationOutcome.FurtherConfirmationRequired
                : ConfirmationOutcome.Malformed);
        cnf.Length.Should().Be(length);
    }

    [TestCase(MaximumLength, true)]
    [TestCase(MaximumLength + 1, false)]
    public void TryAddTo_reads_so_many_octets(int length, bool expected)
    {
        string cnf = "{" + new string(' ', length - 2) + "}";

        new CertificateConfirmation(Certificate).TryAddTo(cnf, out _).Should().Be(expected);
    }

    // As many digits as a thumbprint has characters, and as many as it has with its quotes.
    [TestCase(43)]
    [TestCase(45)]
    public void Check_takes_a_number_for_no_thumbprint_however_many_digits_it_has(int count)
    {
        string digits = new('1', count);
        CertificateConfirmation.CheckThumbprint(digits.AsSpan(0, 43), Certificate.Thumbprint)
            .Outcome.Should().Be(ConfirmationOutcome.OtherCertificate);

        CertificateConfirmation.Check($$"""{"x5t#S256":{{digits}}}""", Certificate.Thumbprint).Outcome
            .Should().Be(ConfirmationOutcome.Malformed);
        CertificateConfirmation.Check(JsonElement.Parse($$"""{"x5t#S256":{{digits}}}"""), Certificate.Thumbprint)
            .Outcome.Should().Be(ConfirmationOutcome.Malformed);
    }
}
