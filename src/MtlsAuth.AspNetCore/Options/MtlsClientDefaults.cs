namespace MtlsAuth.AspNetCore;

/// <summary>Names that applications refer to.</summary>
public static class MtlsClientDefaults
{
    /// <summary>The authentication scheme of clients that authenticate by certificate.</summary>
    public const string AuthenticationScheme = "MtlsClient";

    /// <summary>The name of the <c>Meter</c> and of the <c>ActivitySource</c>.</summary>
    public const string InstrumentationName = "MtlsAuth";
}
