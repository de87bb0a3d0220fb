using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using MtlsAuth.OpenBanking.Encodings;
using MtlsAuth.OpenBanking.Findings;

namespace MtlsAuth.OpenBanking.Statements;

/// <summary>Reads the extension qcStatements.</summary>
/// <remarks>
/// <code>
/// QCStatements ::= SEQUENCE OF SEQUENCE { statementId OBJECT IDENTIFIER, statementInfo ANY OPTIONAL }
/// </code>
/// </remarks>
internal static class QualifiedStatementsReader
{
    public static bool TryRead(
        ReadOnlyMemory<byte> extension,
        bool isCritical,
        [NotNullWhen(true)] out QualifiedStatements? statements,
        [NotNullWhen(false)] out OpenBankingFinding? fault)
    {
        statements = null;
        ReadOnlySpan<byte> octets = extension.Span;
        if (!DerStructure.IsOneElement(octets))
        {
            fault = new OpenBankingFinding(CertificateDeviation.NotDer, "qcStatements is not DER");
            return false;
        }

        if (Slice(octets) is not { } slices)
        {
            fault = new OpenBankingFinding(
                CertificateDeviation.StatementStructure,
                $"qcStatements is no list of at most {QualifiedStatements.MaximumCount} statements");
            return false;
        }

        fault = null;
        FindingCollection findings = default;
        if (isCritical)
        {
            findings.Add(CertificateDeviation.QcStatementsCritical, "qcStatements is critical");
        }

        bool isPsd2Ambiguous = FindDuplicates(octets, slices, ref findings);
        QualifiedCertificateTypes types = ReadDeciding(octets, slices, ref findings, out int typeCount);
        Psd2Statement? psd2 = isPsd2Ambiguous ? null : ReadPsd2(octets, slices, ref findings);
        statements = new QualifiedStatements(extension, slices)
        {
            IsCritical = isCritical,
            Types = types,
            TypeCount = typeCount,
            Psd2 = psd2,
            Findings = findings.Findings,
        };
        return true;
    }

    // Null if this is no list of statements, or too long a one.
    private static StatementSlice[]? Slice(ReadOnlySpan<byte> octets)
    {
        DerCursor outer = new(octets);
        if (!outer.TryEnter(Asn1Tag.Sequence, out DerCursor list))
        {
            return null;
        }

        int count = 0;
        for (DerCursor counting = list; !counting.IsAtEnd; count++)
        {
            if (count == QualifiedStatements.MaximumCount || !counting.TryRead(Asn1Tag.Sequence, out _))
            {
                return null;
            }
        }

        StatementSlice[] slices = new StatementSlice[count];
        for (int i = 0; i < count; i++)
        {
            list.TryEnter(Asn1Tag.Sequence, out DerCursor fields);
            if (!fields.TryReadObjectIdentifier(out ReadOnlySpan<byte> identifier))
            {
                return null;
            }

            int start = fields.Position;
            int length = fields.RestLength;
            if (length > 0 && !(fields.TryReadAny(out _, out _) && fields.IsAtEnd))
            {
                return null;
            }

            slices[i] = new StatementSlice(
                StatementIds.KindOf(identifier), start - identifier.Length, identifier.Length, start, length);
        }

        return slices;
    }

    // True if the PSD2 statement is one of them: then nobody can say which counts.
    private static bool FindDuplicates(ReadOnlySpan<byte> octets, StatementSlice[] slices, ref FindingCollection findings)
    {
        bool isPsd2Ambiguous = false;
        for (int i = 1; i < slices.Length; i++)
        {
            ReadOnlySpan<byte> identifier = octets.Slice(slices[i].IdentifierStart, slices[i].IdentifierLength);
            for (int j = 0; j < i; j++)
            {
                if (identifier.SequenceEqual(octets.Slice(slices[j].IdentifierStart, slices[j].IdentifierLength)))
                {
                    findings.Add(CertificateDeviation.StatementDuplicate, $"{ObjectIdentifier.ToText(identifier)} is there twice");
                    isPsd2Ambiguous |= slices[i].Kind == StatementKind.Psd2;
                }
            }
        }

        return isPsd2Ambiguous;
    }

    private static QualifiedCertificateTypes ReadDeciding(
        ReadOnlySpan<byte> octets, StatementSlice[] slices, ref FindingCollection findings, out int typeCount)
    {
        QualifiedCertificateTypes types = QualifiedCertificateTypes.None;
        typeCount = 0;
        bool hasUnreadableTypes = false;
        foreach (StatementSlice slice in slices)
        {
            ReadOnlySpan<byte> information = octets.Slice(slice.InformationStart, slice.InformationLength);
            if (slice.Kind == StatementKind.Compliance && !information.IsEmpty)
            {
                // Some write NULL, which says no more.
                findings.Add(CertificateDeviation.QcComplianceInformation, "QcCompliance holds something beside its identifier");
            }

            bool isAsItHasToBe = slice.Kind switch
            {
                StatementKind.Type => TryReadTypes(information, ref types, ref typeCount),
                StatementKind.Legislation => StatementInformation.ReadTexts(information) is { Count: > 0 },
                _ => true,
            };
            if (!isAsItHasToBe)
            {
                hasUnreadableTypes |= slice.Kind == StatementKind.Type;
                findings.Add(CertificateDeviation.StatementStructure, $"Qc{slice.Kind} does not hold what it has to");
            }
        }

        // Half a list is no list.
        typeCount = hasUnreadableTypes ? 0 : typeCount;
        return hasUnreadableTypes ? QualifiedCertificateTypes.None : types;
    }

    private static bool TryReadTypes(ReadOnlySpan<byte> information, ref QualifiedCertificateTypes types, ref int count)
    {
        DerCursor outer = new(information);
        if (!outer.TryEnter(Asn1Tag.Sequence, out DerCursor list))
        {
            return false;
        }

        while (!list.IsAtEnd)
        {
            if (!list.TryReadObjectIdentifier(out ReadOnlySpan<byte> identifier))
            {
                return false;
            }

            count++;
            types |= identifier.Length != StatementIds.Types.Length + 1 || !identifier.StartsWith(StatementIds.Types)
                ? QualifiedCertificateTypes.None
                : identifier[^1] switch
                {
                    1 => QualifiedCertificateTypes.Signature,
                    2 => QualifiedCertificateTypes.Seal,
                    3 => QualifiedCertificateTypes.WebAuthentication,
                    _ => QualifiedCertificateTypes.None,
                };
        }

        return true;
    }

    private static Psd2Statement? ReadPsd2(ReadOnlySpan<byte> octets, StatementSlice[] slices, ref FindingCollection findings)
    {
        foreach (StatementSlice slice in slices)
        {
            if (slice.Kind == StatementKind.Psd2)
            {
                return Psd2StatementReader.Read(octets.Slice(slice.InformationStart, slice.InformationLength), ref findings);
            }
        }

        return null;
    }
}
