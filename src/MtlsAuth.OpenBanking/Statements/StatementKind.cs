namespace MtlsAuth.OpenBanking.Statements;

/// <summary>The statements that are understood.</summary>
internal enum StatementKind : byte
{
    Unknown = 0,
    Compliance,
    Limit,
    Retention,
    SecureDevice,
    Disclosure,
    Type,
    Legislation,
    Identification,
    DeviceLegislation,
    Psd2,
    Syntax,
}
