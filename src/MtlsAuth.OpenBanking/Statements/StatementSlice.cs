namespace MtlsAuth.OpenBanking.Statements;

/// <summary>Where a statement's object identifier and its information lie in the extension; no information has the length zero.</summary>
internal readonly record struct StatementSlice(
    StatementKind Kind, int IdentifierStart, int IdentifierLength, int InformationStart, int InformationLength);
