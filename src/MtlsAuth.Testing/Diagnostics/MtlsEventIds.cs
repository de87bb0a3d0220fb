namespace MtlsAuth.Testing;

/// <summary>The ids of the log events of all packages of the library, in the category <c>MtlsAuth</c>: a stable contract.</summary>
/// <remarks>docs/operations.md says what each means. For tests, and for alarms that are set up in code.</remarks>
/// <example>
/// For the <c>EventId</c> of a <c>FakeLogRecord</c> of Microsoft.Extensions.Diagnostics.Testing:
/// <code>
/// Func&lt;int, bool> isRefused = static id => id == MtlsEventIds.NotAuthenticated;
/// </code>
/// </example>
public static class MtlsEventIds
{
    /// <summary>A client was authenticated.</summary>
    public const int Authenticated = 1;

    /// <summary>A client was not authenticated, with the reason.</summary>
    public const int NotAuthenticated = 2;

    /// <summary>A client was not authenticated, through no fault of its own.</summary>
    public const int Unavailable = 3;

    /// <summary>A client was authenticated although its certificate violates the policy, which only reports it.</summary>
    public const int ViolationsReported = 4;

    /// <summary>The clients' file was not reloaded.</summary>
    public const int ClientFileRefused = 5;

    /// <summary>The authorities' file was not reloaded.</summary>
    public const int TrustAnchorsRefused = 6;

    /// <summary>A proxy's header came without the proof that the proxy set it.</summary>
    public const int UntrustedHeader = 7;

    /// <summary>A client was left to other methods.</summary>
    public const int OtherMethod = 8;

    /// <summary>The clients' file was loaded.</summary>
    public const int ClientsLoaded = 9;

    /// <summary>The clients' file was reloaded.</summary>
    public const int ClientsReloaded = 10;

    /// <summary>Something in the clients' file is doubtful.</summary>
    public const int ClientDoubtful = 11;

    /// <summary>A client in the file could never authenticate, or not as its metadata says.</summary>
    public const int ClientInvalid = 12;

    /// <summary>An authority's certificate was left out.</summary>
    public const int AuthorityLeftOut = 13;

    /// <summary>The authorities' file was reloaded.</summary>
    public const int TrustAnchorsReloaded = 14;

    /// <summary>A client went away before it was authenticated.</summary>
    public const int RequestAborted = 16;

    /// <summary>A client's certificate expires soon.</summary>
    public const int CertificateExpiresSoon = 17;

    /// <summary>Which keys clients use could not be written.</summary>
    public const int KeyUsesNotWritten = 18;

    /// <summary>An access token passed the check of its binding.</summary>
    public const int TokenPasses = 20;

    /// <summary>An access token did not pass the check of its binding.</summary>
    public const int TokenDoesNotPass = 21;

    /// <summary>Keys were fetched from a <c>jwks_uri</c>.</summary>
    public const int KeysFetched = 30;

    /// <summary>Keys behind a <c>jwks_uri</c> have not changed.</summary>
    public const int KeysNotModified = 31;

    /// <summary>Keys could not be fetched, and those fetched before go on counting.</summary>
    public const int KeyFetchFailedWithKeys = 32;

    /// <summary>Keys could not be fetched, and there are none.</summary>
    public const int KeyFetchFailedWithoutKeys = 33;

    /// <summary>Keys of a client that registers could not be fetched.</summary>
    public const int KeyFetchFailedAtRegistration = 34;

    /// <summary>A client could not be read from the store, and the cached one goes on counting.</summary>
    public const int StoreFailedWithClient = 40;

    /// <summary>A client could not be read from the store, and none is cached.</summary>
    public const int StoreFailedWithoutClient = 41;

    /// <summary>OpenIddict's validation refused a token that is bound to another certificate.</summary>
    public const int OpenIddictTokenRefused = 50;

    /// <summary>A client of OpenIddict's is registered for a secret, and the secret is empty.</summary>
    public const int OpenIddictEmptySecret = 51;

    /// <summary>A client was changed, but not every observer could be told.</summary>
    public const int ClientChangeNotTold = 60;
}
