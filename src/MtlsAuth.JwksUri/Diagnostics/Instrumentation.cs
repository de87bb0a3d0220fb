namespace MtlsAuth.JwksUri.Diagnostics;

/// <summary>Under which name this package logs and counts.</summary>
internal static class Instrumentation
{
    /// <summary>Of the category and the meter: those of the web package, so that whoever listens to one hears both.</summary>
    public const string Name = "MtlsAuth";
}
