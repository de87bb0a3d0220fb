namespace MtlsAuth.Registration;

/// <summary>How far an import is.</summary>
/// <param name="AddedCount">How many clients were added.</param>
/// <param name="RefusedCount">How many were not.</param>
public readonly record struct ClientImportProgress(long AddedCount, long RefusedCount);
