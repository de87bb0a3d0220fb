using System.Text;
using CsCheck;
using MtlsAuth.Certificates;

namespace MtlsAuth.Tests.TokenBinding;

public sealed class CertificateConfirmationPropertyTests
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private static readonly Gen<CertificateThumbprint> Thumbprint = Gen.Byte.Array[32].Select(octets => new CertificateThumbprint(octets));

    // Pieces of a cnf in any order: near enough to the real thing to come far into the reader.
    private static readonly Gen<string> Pieces = Gen.Frequency(
            (6, Gen.OneOf("{", "}", "[", "]", ":", ",", "\"", "\\", " ", "null", "1", "\\u0023", "\\ud800", "\ud800", "\0", "é")),
            (3, Gen.OneOf("\"x5t#S256\":", "\"jkt\":", "\"x5t\\u0023S256\":")),
            (2, Thumbprint.Select(thumbprint => $"\"{thumbprint}\"")))
        .Array[0, 12].Select(string.Concat);

    [Test]
    public void Check_gives_an_outcome_for_any_text() =>
        Pieces.Sample(cnf => CertificateConfirmation.Check(cnf, default(CertificateThumbprint)).Outcome is not ConfirmationOutcome.Matches);

    [Test]
    public void Check_gives_an_outcome_for_any_octets() => Gen.Byte.Array[0, 80].Sample(cnf =>
        CertificateConfirmation.Check(cnf, default(CertificateThumbprint)).Outcome is ConfirmationOutcome.Malformed);

    [Test]
    public void Check_gives_the_same_outcome_for_text_and_UTF8() =>
        Gen.Select(Pieces.Where(cnf => !cnf.Contains('\ud800')), Thumbprint).Sample((cnf, presented) =>
            CertificateConfirmation.Check(cnf, presented).Outcome
            == CertificateConfirmation.Check(Encoding.UTF8.GetBytes(cnf), presented).Outcome);

    [Test]
    public void Check_matches_what_was_written() => Thumbprint.Sample(thumbprint =>
        CertificateConfirmation.Check(new CertificateConfirmation(thumbprint).ToJson(), thumbprint).Outcome == ConfirmationOutcome.Matches);

    [Test]
    public void Check_never_matches_a_thumbprint_with_a_changed_bit() =>
        Gen.Select(Thumbprint, Gen.Int[0, 255]).Sample((thumbprint, bit) =>
        {
            byte[] octets = thumbprint.ToArray();
            octets[bit / 8] ^= (byte)(1 << (bit % 8));
            string cnf = new CertificateConfirmation(new CertificateThumbprint(octets)).ToJson();

            return CertificateConfirmation.Check(cnf, thumbprint).Outcome == ConfirmationOutcome.OtherCertificate;
        });

    [Test]
    public void CheckThumbprint_never_matches_text_with_a_changed_character() =>
        Gen.Select(Thumbprint, Gen.Int[0, 41], Gen.Char).Sample((thumbprint, index, character) =>
        {
            char[] text = thumbprint.ToString().ToCharArray();
            ConfirmationOutcome expected = text[index] == character ? ConfirmationOutcome.Matches
                : Alphabet.Contains(character) ? ConfirmationOutcome.OtherCertificate
                : ConfirmationOutcome.Malformed;
            text[index] = character;

            return CertificateConfirmation.CheckThumbprint(text, thumbprint).Outcome == expected;
        });

    [Test]
    public void CheckThumbprint_ignores_nothing_but_the_two_spare_bits() =>
        Gen.Select(Thumbprint, Gen.Int[0, 63]).Sample((thumbprint, last) =>
        {
            string text = thumbprint.ToString();
            ConfirmationOutcome expected = last / 4 == Alphabet.IndexOf(text[^1]) / 4
                ? ConfirmationOutcome.Matches
                : ConfirmationOutcome.OtherCertificate;

            return CertificateConfirmation.CheckThumbprint(text[..^1] + Alphabet[last], thumbprint).Outcome == expected;
        });
}
