using BenchmarkDotNet.Attributes;
using MtlsAuth.Certificates;
using MtlsAuth.OpenBanking;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Asn1.X509.Qualified;

namespace MtlsAuth.Benchmarks;

/// <summary>What a QWAC says of itself, out of a certificate that was parsed before: beside the classes of BouncyCastle.</summary>
public class QualifiedStatementsBenchmarks : BenchmarksWithYardstick
{
    private const string Psd2 = "0.4.0.19495.2";

    private ClientCertificate? _certificate;
    private X509CertificateStructure? _structure;

    [GlobalSetup]
    public void SetUp()
    {
        // Two roles, two types of identifier, a disclosure statement: an RSA certificate as providers have them.
        using Stream resource = typeof(QualifiedStatementsBenchmarks).Assembly.GetManifestResourceStream("qwac.pem")!;
        using StreamReader reader = new(resource);
        _certificate = ClientCertificate.TryParsePem(reader.ReadToEnd(), out ClientCertificate? certificate, out _)
            ? certificate
            : throw new InvalidOperationException();
        _structure = X509CertificateStructure.GetInstance(Asn1Object.FromByteArray(certificate.RawData.ToArray()));
    }

    [Benchmark(Description = "statements of a QWAC")]
    public PaymentServiceRoles Statements() =>
        QualifiedStatements.TryRead(_certificate!, out QualifiedStatements? statements, out _)
            ? statements.Psd2!.Roles
            : PaymentServiceRoles.None;

    [Benchmark(Description = "all evidence: statements, identifier, authority, deviations")]
    public PaymentServiceRoles Evidence() => OpenBankingEvidence.Read(_certificate!, isIssuerTrusted: true).Roles;

    // It has no class for the PSD2 statement; its octets are read, which is all that this counts.
    [Benchmark(Baseline = true, Description = "BouncyCastle, statements of a QWAC")]
    public int BouncyCastle()
    {
        Asn1OctetString value = _structure!.TbsCertificate.Extensions.GetExtension(X509Extensions.QCStatements).Value;
        int count = 0;
        foreach (Asn1Encodable item in Asn1Sequence.GetInstance(value.GetOctets()))
        {
            QCStatement statement = QCStatement.GetInstance(item);
            if (statement.StatementId.Id == Psd2)
            {
                Asn1Sequence fields = Asn1Sequence.GetInstance(statement.StatementInfo);
                foreach (Asn1Encodable role in Asn1Sequence.GetInstance(fields[0]))
                {
                    Asn1Sequence pair = Asn1Sequence.GetInstance(role);
                    count += DerObjectIdentifier.GetInstance(pair[0]).Id.Length + DerUtf8String.GetInstance(pair[1]).GetString().Length;
                }

                count += DerUtf8String.GetInstance(fields[1]).GetString().Length + DerUtf8String.GetInstance(fields[2]).GetString().Length;
            }
        }

        return count;
    }
}
