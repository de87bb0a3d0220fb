namespace MtlsAuth.OpenBanking.Statements;

/// <summary>Contents octets of the object identifiers that are looked for, each with its dotted form.</summary>
internal static class StatementIds
{
    /// <summary>1.3.6.1.5.5.7.1.3, the extension qcStatements (RFC 3739 §3.2.6).</summary>
    public static ReadOnlySpan<byte> QcStatements => [0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x01, 0x03];

    /// <summary>0.4.0.1862.1, under which EN 319 412-5 has its statements; the last octet is the number.</summary>
    public static ReadOnlySpan<byte> Etsi => [0x04, 0x00, 0x8E, 0x46, 0x01];

    /// <summary>0.4.0.1862.1.6, under which EN 319 412-5 has the types; the last octet is the number.</summary>
    public static ReadOnlySpan<byte> Types => [0x04, 0x00, 0x8E, 0x46, 0x01, 0x06];

    /// <summary>0.4.0.19495.2, the PSD2 statement (TS 119 495 §5.1).</summary>
    public static ReadOnlySpan<byte> Psd2 => [0x04, 0x00, 0x81, 0x98, 0x27, 0x02];

    /// <summary>1.3.6.1.5.5.7.11, under which RFC 3739 has pkixQCSyntax-v1 and -v2; the last octet is the version.</summary>
    public static ReadOnlySpan<byte> PkixSyntax => [0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x0B];

    public static StatementKind KindOf(ReadOnlySpan<byte> identifier) =>
        identifier.Length == Etsi.Length + 1 && identifier.StartsWith(Etsi) ? identifier[^1] switch
        {
            1 => StatementKind.Compliance,
            2 => StatementKind.Limit,
            3 => StatementKind.Retention,
            4 => StatementKind.SecureDevice,
            5 => StatementKind.Disclosure,
            6 => StatementKind.Type,
            7 => StatementKind.Legislation,
            8 => StatementKind.Identification,
            9 => StatementKind.DeviceLegislation,
            _ => StatementKind.Unknown,
        }
        : identifier.SequenceEqual(Psd2) ? StatementKind.Psd2
        : identifier.Length == PkixSyntax.Length + 1 && identifier.StartsWith(PkixSyntax) && identifier[^1] is 1 or 2
            ? StatementKind.Syntax
        : StatementKind.Unknown;
}
