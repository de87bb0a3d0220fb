using System.Diagnostics.CodeAnalysis;
using MtlsAuth.Certificates;
using MtlsAuth.OpenBanking.Encodings;
using MtlsAuth.OpenBanking.Statements;

namespace MtlsAuth.OpenBanking;

/// <summary>
/// What a certificate says of itself in qcStatements (RFC 3739 §3.2.6, EN 319 412-5, TS 119 495). Each statement is a claim, which any
/// authority can write: it is worth what the issuer is worth.
/// </summary>
/// <remarks>
/// <para>
/// Read from the certificate's own octets, once, in strict DER, and bounded: at most <see cref="MaximumCount"/> statements. What is for
/// people, such as <see cref="DisclosureStatements"/>, is taken out when it is asked for, and is absent where it cannot be read.
/// </para>
/// <para>Immutable and thread-safe.</para>
/// </remarks>
public sealed class QualifiedStatements
{
    /// <summary>The most statements that are read.</summary>
    public const int MaximumCount = 64;

    private readonly ReadOnlyMemory<byte> _extension;
    private readonly StatementSlice[] _slices;

    internal QualifiedStatements(ReadOnlyMemory<byte> extension, StatementSlice[] slices)
    {
        _extension = extension;
        _slices = slices;
    }

    /// <summary>Whether the extension is critical, which it must not be.</summary>
    public bool IsCritical { get; internal init; }

    /// <summary>
    /// Whether the certificate claims to be qualified (QcCompliance): under EU law unless <see cref="Legislation"/> says otherwise.
    /// </summary>
    public bool ClaimsQualified => Has(StatementKind.Compliance);

    /// <summary>What the certificate is for (QcType); none if it does not say, which counts as signatures.</summary>
    public QualifiedCertificateTypes Types { get; internal init; }

    /// <summary>How many types QcType has, known or not: one in current versions.</summary>
    public int TypeCount { get; internal init; }

    /// <summary>
    /// The countries under whose law the certificate is qualified (QcCClegislation); null if it does not say, which means the EU's.
    /// </summary>
    public IReadOnlyList<string>? Legislation => StatementInformation.ReadTexts(InformationOf(StatementKind.Legislation).Span);

    /// <summary>The PSD2 statement; null if there is none, or none that can be read, or more than one.</summary>
    public Psd2Statement? Psd2 { get; internal init; }

    /// <summary>Whether the key is said to be in a qualified signature creation device (QcSSCD): not in a certificate for TLS.</summary>
    public bool ClaimsSecureDevice => Has(StatementKind.SecureDevice);

    /// <summary>The countries under whose law the device is qualified (QcQSCDlegislation); null if the certificate does not say.</summary>
    public IReadOnlyList<string>? DeviceLegislation =>
        StatementInformation.ReadTexts(InformationOf(StatementKind.DeviceLegislation).Span);

    /// <summary>Where the issuer tells people what its certificates are worth (QcPDS); empty if nowhere.</summary>
    public IReadOnlyList<DisclosureStatement> DisclosureStatements =>
        StatementInformation.ReadDisclosure(InformationOf(StatementKind.Disclosure).Span);

    /// <summary>How many years the issuer keeps what it knows of the subject (QcRetentionPeriod); null if it does not say.</summary>
    public int? RetentionYears => StatementInformation.ReadNumber(InformationOf(StatementKind.Retention).Span);

    /// <summary>
    /// The value of transactions up to which the certificate is meant to be used (QcLimitValue); null if there is no limit.
    /// </summary>
    public TransactionLimit? Limit => StatementInformation.ReadLimit(InformationOf(StatementKind.Limit).Span);

    /// <summary>
    /// How the subject was identified (QcIdentMethod), as dotted object identifiers; empty if the certificate does not say.
    /// </summary>
    public IReadOnlyList<string> IdentificationMethods =>
        StatementInformation.ReadIdentifiers(InformationOf(StatementKind.Identification).Span);

    /// <summary>
    /// What kind of identifiers the subject has (pkixQCSyntax-v2), as a dotted object identifier such as 0.4.0.194121.1.2 for legal
    /// persons; null if the certificate does not say.
    /// </summary>
    public string? SemanticsIdentifier => StatementInformation.ReadSemantics(InformationOf(StatementKind.Syntax).Span);

    /// <summary>The addresses of those who define a national scheme of identifiers; empty if the certificate names none.</summary>
    public IReadOnlyList<string> NameRegistrationAuthorities =>
        StatementInformation.ReadRegistrationAuthorities(InformationOf(StatementKind.Syntax).Span);

    /// <summary>All statements in their order, those that are not understood as well. The list is made anew each time.</summary>
    public IReadOnlyList<QualifiedStatement> All => [.. _slices.Select(ToStatement)];

    /// <summary>The deviations that reading found. What they mean for a client is for a policy to say.</summary>
    public IReadOnlyList<OpenBankingFinding> Findings { get; internal init; } = [];

    /// <summary>Whether there is a PSD2 statement, readable or not.</summary>
    internal bool HasPsd2 => Has(StatementKind.Psd2);

    /// <summary>Reads the statements of a certificate.</summary>
    /// <param name="certificate">The certificate. Nothing is changed in it, and nothing that the core decides depends on this.</param>
    /// <param name="statements">The statements, or null.</param>
    /// <param name="fault">
    /// Why there are none: <see cref="CertificateDeviation.QcStatementsAbsent"/>, <see cref="CertificateDeviation.NotDer"/> or
    /// <see cref="CertificateDeviation.StatementStructure"/>; otherwise null.
    /// </param>
    /// <returns>Whether the statements were read. Never throws for bad input.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="certificate"/> is null.</exception>
    /// <example>
    /// <code>
    /// if (QualifiedStatements.TryRead(certificate, out QualifiedStatements? statements, out OpenBankingFinding? fault))
    /// {
    ///     Console.WriteLine($"{statements.Types}, {statements.Psd2?.Roles}, {statements.Psd2?.NcaId}");
    /// }
    /// </code>
    /// </example>
    public static bool TryRead(
        ClientCertificate certificate,
        [NotNullWhen(true)] out QualifiedStatements? statements,
        [NotNullWhen(false)] out OpenBankingFinding? fault)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        if (certificate.TryGetExtension(StatementIds.QcStatements, out ReadOnlyMemory<byte> extension, out bool isCritical))
        {
            return QualifiedStatementsReader.TryRead(extension, isCritical, out statements, out fault);
        }

        statements = null;
        fault = new OpenBankingFinding(CertificateDeviation.QcStatementsAbsent, "there is no qcStatements extension");
        return false;
    }

    internal bool Has(StatementKind kind) => Array.Exists(_slices, slice => slice.Kind == kind);

    // The first one: whoever goes by a statement that may decide looks for duplicates among the findings.
    private ReadOnlyMemory<byte> InformationOf(StatementKind kind)
    {
        StatementSlice slice = Array.Find(_slices, slice => slice.Kind == kind);
        return _extension.Slice(slice.InformationStart, slice.InformationLength);
    }

    private QualifiedStatement ToStatement(StatementSlice slice) => new(
        ObjectIdentifier.ToText(_extension.Span.Slice(slice.IdentifierStart, slice.IdentifierLength)),
        _extension.Slice(slice.InformationStart, slice.InformationLength),
        slice.Kind != StatementKind.Unknown);
}
