using MtlsAuth.Certificates;
using MtlsAuth.OpenBanking.Statements;

namespace MtlsAuth.OpenBanking.Tests.Statements;

/// <summary>Whatever is done to a certificate or an extension, it is read or refused with a reason, and never throws.</summary>
public sealed class MutationTests
{
    private const int Seed = 20_260_601;

    private static readonly ClientCertificate[] Originals = [.. BankingData.All.Select(item => item.Certificate)];

    private static readonly byte[][] Extensions =
    [
        .. Originals.Select(static certificate => certificate.TryGetExtension(Qc.Extension, out ReadOnlyMemory<byte> value, out _)
            ? value.ToArray()
            : []).Where(static value => value.Length > 0),
    ];

    [Test]
    public void A_mutated_extension_is_read_or_refused()
    {
        Random random = new(Seed);
        for (int i = 0; i < 50_000; i++)
        {
            byte[] mutated = Mutate(Extensions[random.Next(Extensions.Length)], random);

            Assert.That(IsReadOrRefused(mutated), Convert.ToHexString(mutated));
        }
    }

    [Test]
    public void Any_octets_are_read_or_refused()
    {
        Random random = new(Seed);
        for (int i = 0; i < 10_000; i++)
        {
            byte[] octets = new byte[random.Next(80)];
            random.NextBytes(octets);

            Assert.That(IsReadOrRefused(octets), Convert.ToHexString(octets));
        }
    }

    [Test]
    public void A_mutated_certificate_is_judged_or_refused()
    {
        Random random = new(Seed);
        int judged = 0;
        for (int i = 0; i < 20_000; i++)
        {
            byte[] mutated = Mutate(Originals[random.Next(Originals.Length)].RawData.ToArray(), random);
            if (ClientCertificate.TryParseDer(mutated, out ClientCertificate? certificate, out _))
            {
                judged++;
                Assert.That(
                    IsConsistent(OpenBankingEvidence.Read(certificate, isIssuerTrusted: true)), Convert.ToHexString(mutated));
            }
        }

        judged.Should().BeGreaterThan(1000);
    }

    // Flip a bit, put in, take out, cut off.
    private static byte[] Mutate(byte[] original, Random random)
    {
        int index = random.Next(original.Length);
        byte octet = (byte)random.Next(256);
        return random.Next(8) switch
        {
            < 5 => [.. original[..index], (byte)(original[index] ^ (1 << (octet % 8))), .. original[(index + 1)..]],
            5 => [.. original[..index], octet, .. original[index..]],
            6 => [.. original[..index], .. original[(index + 1)..]],
            _ => original[..index],
        };
    }

    private static bool IsReadOrRefused(byte[] extension)
    {
        bool isRead = QualifiedStatementsReader.TryRead(
            extension, isCritical: false, out QualifiedStatements? statements, out OpenBankingFinding? fault);
        if (statements is null)
        {
            return !isRead && fault!.Deviation is CertificateDeviation.NotDer or CertificateDeviation.StatementStructure;
        }

        ReadEverything(statements);
        return isRead && fault is null;
    }

    private static void ReadEverything(QualifiedStatements statements) => _ =
        $"{statements.Limit}{statements.RetentionYears}{statements.SemanticsIdentifier}{statements.All.Count}"
        + string.Join(',', statements.Legislation ?? [])
        + string.Join(',', statements.DeviceLegislation ?? [])
        + string.Join(',', statements.DisclosureStatements)
        + string.Join(',', statements.IdentificationMethods)
        + string.Join(',', statements.NameRegistrationAuthorities)
        + string.Join(',', statements.Psd2?.RoleEntries ?? []);

    // Roles come out of a statement that was read, a number out of an identifier, and neither out of two.
    private static bool IsConsistent(OpenBankingEvidence evidence)
    {
        bool isAmbiguous = evidence.Findings.Any(
            finding => finding.Deviation is CertificateDeviation.Psd2Structure or CertificateDeviation.NotDer);
        return (!isAmbiguous || evidence.Roles == PaymentServiceRoles.None)
            && (evidence.AuthorizationNumber is null || evidence.OrganizationIdentifier is { IsPaymentServiceProvider: true })
            && evidence.Findings.Select(finding => finding.Deviation).Distinct().Count() == evidence.Findings.Count;
    }
}
