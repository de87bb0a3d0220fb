using System.Security.Cryptography.X509Certificates;
using MtlsAuth.Certificates;
using MtlsAuth.OpenBanking.Statements;
using MtlsAuth.Testing;
using MtlsAuth.TestSupport;

namespace MtlsAuth.OpenBanking.Tests;

/// <summary>Statements to make, right or wrong, and certificates with them.</summary>
internal static class Qc
{
    public const string Extension = "1.3.6.1.5.5.7.1.3";

    public const string Subject = "CN=client, OID.2.5.4.97=PSDDE-BAFIN-10012345";

    public static byte[] Compliance => Statement("0.4.0.1862.1.1");

    public static byte[] Web => Type("0.4.0.1862.1.6.3");

    public static byte[] Statement(string oid, params byte[][] information) =>
        Der.Sequence([Der.ObjectIdentifier(oid), .. information]);

    public static byte[] Type(params string[] oids) =>
        Statement("0.4.0.1862.1.6", Der.Sequence([.. oids.Select(Der.ObjectIdentifier)]));

    public static byte[] Psd2(params byte[][] fields) => Statement("0.4.0.19495.2", Der.Sequence(fields));

    public static byte[] Psd2OfRoles(params byte[][] roles) => Psd2Of("DE-BAFIN", roles);

    public static byte[] Psd2Of(string ncaId, params byte[][] roles) =>
        Psd2(Der.Sequence(roles), Der.Utf8String("An authority"), Der.Utf8String(ncaId));

    public static byte[] Role(int number, string name) => Der.Sequence(RolePair(number, name));

    public static byte[][] RolePair(int number, string name) =>
        [Der.ObjectIdentifier($"0.4.0.19495.1.{number}"), Der.Utf8String(name)];

    /// <summary>The extension of a QWAC with these roles.</summary>
    public static byte[] QwacOf(params byte[][] roles) => Der.Sequence(Compliance, Web, Psd2OfRoles(roles));

    /// <summary>What is read of the extension, which has to be readable.</summary>
    public static QualifiedStatements Read(byte[] extension) =>
        QualifiedStatementsReader.TryRead(extension, isCritical: false, out QualifiedStatements? statements, out OpenBankingFinding? fault)
            ? statements
            : throw new InvalidDataException(fault.ToString());

    /// <summary>The codes of what reading the extension finds.</summary>
    public static string[] FindingsOf(byte[] extension) =>
        QualifiedStatementsReader.TryRead(extension, isCritical: false, out QualifiedStatements? statements, out OpenBankingFinding? fault)
            ? [.. statements.Findings.Select(finding => finding.Code)]
            : [fault.Code];

    /// <summary>A certificate with this extension.</summary>
    public static ClientCertificate Certificate(byte[] extension, string subject = Subject, params X509Extension[] further) =>
        TestCertificates.Ec()
            .WithSubject(subject)
            .WithExtensions([new X509Extension(Extension, extension, critical: false), TlsClient, .. further])
            .Create().ClientCertificate;

    private static X509EnhancedKeyUsageExtension TlsClient =>
        new([new System.Security.Cryptography.Oid("1.3.6.1.5.5.7.3.2")], critical: false);
}
