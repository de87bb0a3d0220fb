namespace MtlsAuth.JwksUri.Diagnostics;

/// <summary>The names of instruments and of what they say. They are a stable contract, which <c>docs/operations.md</c> explains.</summary>
internal static class JwksUriInstruments
{
    public const string Fetches = "mtlsauth.jwks_uri.fetches";

    public const string FetchDuration = "mtlsauth.jwks_uri.fetch.duration";

    public const string KeySetAge = "mtlsauth.jwks_uri.key_set.age";

    public const string RefreshesRefused = "mtlsauth.jwks_uri.refreshes_refused";

    public const string Entries = "mtlsauth.jwks_uri.entries";

    public const string Outcome = "mtlsauth.jwks_uri.outcome";

    public const string Cause = "mtlsauth.jwks_uri.cause";

    /// <summary>Only there where something failed: the <see cref="JwksUriFailure"/>.</summary>
    public const string ErrorType = "error.type";
}
