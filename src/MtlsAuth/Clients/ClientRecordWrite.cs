namespace MtlsAuth;

/// <summary>What came of changing a record.</summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="Version">The version that the record has now, if it was added or replaced.</param>
public readonly record struct ClientRecordWrite(ClientRecordOutcome Outcome, string? Version = null);
