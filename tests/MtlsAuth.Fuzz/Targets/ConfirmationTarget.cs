using System.Security.Claims;
using System.Text;
using System.Text.Json;
using MtlsAuth.Certificates;

namespace MtlsAuth.Fuzz.Targets;

internal sealed class ConfirmationTarget() : FuzzTarget("confirmation", InputShape.Json)
{
    private const string PresentedText = "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU";

    private static readonly CertificateThumbprint Presented = CertificateThumbprint.Parse(PresentedText);

    public override IReadOnlyList<string> Tokens => ["x5t#S256", "jkt", "jwk", PresentedText];

    public override void Execute(byte[] input)
    {
        ConfirmationOutcome outcome = CertificateConfirmation.Check(input, Presented).Outcome;
        Claim(outcome is not (ConfirmationOutcome.NotBound or ConfirmationOutcome.NoCertificate), "a cnf is never taken for none");

        // Text is what octets are where they are UTF-8; where they are not, as where JSON was cut, any text has to be survived.
        string text = Encoding.UTF8.GetString(input);
        ConfirmationOutcome ofText = CertificateConfirmation.Check(text, Presented).Outcome;
        bool isRead = CertificateConfirmation.TryParse(text, out CertificateConfirmation? confirmation);
        Claim(ofText is not ConfirmationOutcome.Matches || (isRead && confirmation!.Thumbprint == Presented), "what matches can be read");
        bool isUtf8 = Encoding.UTF8.GetBytes(text).AsSpan().SequenceEqual(input);
        Claim(!isUtf8 || ofText == outcome, "octets and text give one answer");
        _ = CertificateConfirmation.Check(Encoding.BigEndianUnicode.GetString(input), Presented);
        _ = CertificateConfirmation.CheckThumbprint(text, Presented);
        Claim(
            CertificateConfirmation.Check(new ClaimsPrincipal(new ClaimsIdentity([new Claim("cnf", text)])), Presented).Outcome == ofText,
            "a claim and its text give one answer");

        if (new CertificateConfirmation(Presented).TryAddTo(text, out string? added))
        {
            Claim(
                CertificateConfirmation.TryParse(added, out CertificateConfirmation? read) && read.Thumbprint == Presented,
                "a confirmation that was added is read");
        }

        CheckElement(input, outcome);
    }

    private static void CheckElement(byte[] input, ConfirmationOutcome outcome)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(input);
        }
        catch (JsonException)
        {
            return;
        }

        using (document)
        {
            JsonElement element = document.RootElement;
            bool isTooLong = input.Length > 8_192;
            Claim(
                isTooLong || CertificateConfirmation.Check(element, Presented).Outcome == outcome,
                "a document and its text give one answer");
        }
    }
}
