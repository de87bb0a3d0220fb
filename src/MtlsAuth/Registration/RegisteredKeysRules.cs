using System.Globalization;
using MtlsAuth.Authentication;
using MtlsAuth.Clients;

namespace MtlsAuth.Registration;

/// <summary>Checks <c>jwks</c> and <c>jwks_uri</c> (RFC 7591 §2), and that keys are there for the methods that compare them.</summary>
internal sealed class RegisteredKeysRules(ClientRegistrationValidatorOptions options, TimeProvider clock)
{
    // An error response says so many reasons why no key can be used; all of them are among the findings.
    private const int MaximumReasons = 5;

    // In characters. No URL that somebody thought out comes near.
    private const int MaximumUriLength = 2_048;

    private readonly CertificatePolicyEvaluator _policy =
        new(options.Profile?.Strengthen(options.CertificatePolicy) ?? options.CertificatePolicy);

    public void Check(ClientMetadata metadata, FindingCollection findings)
    {
        bool comparesKeys = ComparesKeys(metadata);
        CredentialFault? fault = CredentialReader.FindFaultOfKeys(metadata);
        if (fault == CredentialFault.JwksAndJwksUri)
        {
            findings.AddError(ClientRegistrationFindingKind.JwksAndJwksUri, "jwks_uri", "Either jwks or jwks_uri, never both.");
        }

        if (metadata.JwksUri is { } uri && !IsAcceptable(uri))
        {
            findings.AddError(
                ClientRegistrationFindingKind.InvalidJwksUri,
                "jwks_uri",
                "The value is not an absolute https URL of up to 2048 characters without fragment, user name and password.");
        }

        if (comparesKeys && metadata.JwksUri is not null && !options.SupportsJwksUri)
        {
            findings.AddError(ClientRegistrationFindingKind.JwksUriNotSupported, "jwks_uri", "The server takes keys in jwks only.");
        }

        if (comparesKeys && fault == CredentialFault.MissingKeys)
        {
            findings.AddError(
                ClientRegistrationFindingKind.MissingKeys, "token_endpoint_auth_method", "The method needs jwks or jwks_uri.");
        }

        if (metadata.Jwks is { } keys)
        {
            CheckKeys(metadata, keys, "jwks", comparesKeys, findings);
        }
    }

    /// <summary>Checks what was found behind <c>jwks_uri</c>.</summary>
    public void CheckFetched(ClientMetadata metadata, ClientJwkSetResult fetched, FindingCollection findings)
    {
        if (fetched.Keys is { } keys)
        {
            CheckKeys(metadata, keys, "jwks_uri", ComparesKeys(metadata), findings);
        }
        else if (fetched.Status == ClientJwkSetStatus.Unusable)
        {
            findings.AddError(
                ClientRegistrationFindingKind.JwksUriUnusable, "jwks_uri", "No JWK Set is there, or the server must not fetch it.");
        }
        else
        {
            findings.Add(
                ClientRegistrationSeverity.Warning,
                ClientRegistrationFindingKind.JwksUriUnavailable,
                "jwks_uri",
                "The keys cannot be fetched at the moment.");
        }
    }

    private static bool ComparesKeys(ClientMetadata metadata) => metadata.TokenEndpointAuthMethod
        is ClientAuthenticationMethods.PubKeyTlsClientAuth or ClientAuthenticationMethods.SelfSignedTlsClientAuth;

    // RFC 7591 §2 wants a JWK Set behind it; a document with a key that authenticates somebody has to come from whom it says (https).
    private static bool IsAcceptable(string text) =>
        text.Length <= MaximumUriLength
        && Uri.TryCreate(text, UriKind.Absolute, out Uri? uri)
        && uri.Scheme == Uri.UriSchemeHttps
        && uri.Host.Length > 0
        && uri.UserInfo.Length == 0
        && !text.AsSpan().ContainsAny('#', '\\')
        && !text.AsSpan().ContainsAnyExceptInRange('!', '~');

    private void CheckKeys(ClientMetadata metadata, ClientJwkSet keys, string member, bool comparesKeys, FindingCollection findings)
    {
        int first = findings.Count;
        foreach (SkippedJwk skipped in keys.SkippedKeys)
        {
            string place = PlaceOf(member, skipped.Index);
            bool contradicts = skipped.Reason is SkippedJwkReason.X5cHoldsAnotherKey or SkippedJwkReason.X5tDiffersFromX5c;
            findings.Add(
                contradicts ? ClientRegistrationSeverity.Error : ClientRegistrationSeverity.Warning,
                contradicts ? ClientRegistrationFindingKind.ContradictoryKey : ClientRegistrationFindingKind.SkippedKey,
                skipped.Member.Length == 0 ? place : FindingCollection.Below(place, skipped.Member),
                contradicts
                    ? "The key and its certificate contradict each other."
                    : $"The key is not used: {Describe(skipped.Reason, skipped.Detail)}.");
        }

        foreach ((int index, ClientJwk key) in keys.KeysWithIndex())
        {
            AddRemarks(PlaceOf(member, index), key, findings);
        }

        if (!comparesKeys)
        {
            return;
        }

        bool needsX5c = metadata.TokenEndpointAuthMethod == ClientAuthenticationMethods.SelfSignedTlsClientAuth
            && (metadata.SelfSignedMatching ?? options.SelfSignedMatching) == SelfSignedMatching.Certificate;
        bool anyUsable = false;
        foreach ((int index, ClientJwk key) in keys.KeysWithIndex())
        {
            anyUsable |= CheckKey(PlaceOf(member, index), key, needsX5c, findings);
        }

        if (!anyUsable)
        {
            findings.AddError(
                ClientRegistrationFindingKind.NoUsableKey,
                $"{member}.keys",
                (needsX5c
                    ? "No key has a certificate in x5c that can authenticate the client. "
                    : "No key can authenticate the client. ")
                    + (findings.Count == first ? "The set has no keys." : findings.Describe(first, MaximumReasons)));
        }
    }

    private static void AddRemarks(string place, ClientJwk key, FindingCollection findings)
    {
        foreach (JwkRemark remark in key.Remarks)
        {
            string member = FindingCollection.Below(place, remark.Member);
            if (remark.Reason == SkippedJwkReason.KeyTakenFromX5c)
            {
                findings.Add(
                    ClientRegistrationSeverity.Information,
                    ClientRegistrationFindingKind.KeyTakenFromX5c,
                    member,
                    "The key has no members of its own and got those of its certificate.");
                continue;
            }

            findings.Add(
                ClientRegistrationSeverity.Warning,
                ClientRegistrationFindingKind.UnusableKeyMember,
                member,
                $"The member has no effect: {Describe(remark.Reason, remark.Detail)}.");
        }
    }

    private bool CheckKey(string place, ClientJwk key, bool needsX5c, FindingCollection findings)
    {
        bool isUsable = true;
        if (_policy.CheckKey(key.PublicKey) is var violation and not ClientAuthenticationFailureReason.None)
        {
            Warn(ClientRegistrationFindingKind.WeakKey, place, $"The server refuses such keys: {violation}.");
            isUsable = false;
        }

        if (key.Certificate is not { } certificate)
        {
            if (needsX5c && !key.Remarks.Any(remark => remark.Member == "x5c"))
            {
                Warn(
                    ClientRegistrationFindingKind.MissingX5c,
                    place,
                    "The key has no certificate in x5c, which the method compares.");
            }

            return isUsable && !needsX5c;
        }

        DateTimeOffset now = clock.GetUtcNow();
        if (now > certificate.NotAfter)
        {
            Warn(ClientRegistrationFindingKind.ExpiredX5c, $"{place}.x5c", "The certificate has expired.");
        }
        else if (now < certificate.NotBefore)
        {
            Warn(ClientRegistrationFindingKind.NotYetValidX5c, $"{place}.x5c", "The certificate is not valid yet.");
        }

        return isUsable;

        void Warn(ClientRegistrationFindingKind kind, string place, string text) =>
            findings.Add(ClientRegistrationSeverity.Warning, kind, place, text);
    }

    private static string Describe(SkippedJwkReason reason, string detail) => detail.Length == 0 ? $"{reason}" : $"{reason} ({detail})";

    private static string PlaceOf(string member, int index) => string.Create(CultureInfo.InvariantCulture, $"{member}.keys[{index}]");
}
