using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Claims;
using System.Text;
using System.Text.Json;
using MtlsAuth.Certificates;
using MtlsAuth.TokenBinding;

namespace MtlsAuth;

/// <summary>The confirmation <c>x5t#S256</c> of a token that is bound to a client certificate (RFC 8705 §3.1).</summary>
/// <remarks>
/// <para>
/// An authorization server writes it into the <c>cnf</c> of a JWT or of an introspection response (RFC 8705 §3.2); a resource server
/// passes what it finds there to <c>Check</c>, with the thumbprint of the certificate of the TLS connection:
/// <c>CertificateConfirmation.Check(cnf, certificate?.Thumbprint)</c>.
/// </para>
/// <para>
/// No form of <c>Check</c> or <c>TryParse</c> throws for what a token holds. A <c>cnf</c> is read up to 8,192 octets and 16 levels.
/// Immutable and thread-safe.
/// </para>
/// </remarks>
/// <param name="Thumbprint">The SHA-256 hash of the certificate's DER.</param>
public sealed record CertificateConfirmation(CertificateThumbprint Thumbprint)
{
    /// <summary>The name of the claim and of the introspection member: <c>cnf</c> (RFC 7800 §3.1, RFC 8705 §3.2).</summary>
    public const string ClaimName = "cnf";

    /// <summary>The name of the confirmation method: <c>x5t#S256</c> (RFC 8705 §3.1).</summary>
    public const string MemberName = "x5t#S256";

    /// <summary>The confirmation for a certificate.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="certificate"/> is null.</exception>
    public CertificateConfirmation(ClientCertificate certificate)
        : this((certificate ?? throw new ArgumentNullException(nameof(certificate))).Thumbprint)
    {
    }

    /// <summary>Checks a <c>cnf</c> object in UTF-8. Allocates nothing if it is as <see cref="ToJson"/> writes it.</summary>
    /// <param name="utf8Cnf">The JSON object; empty memory is malformed.</param>
    /// <param name="presented">The thumbprint of the connection's certificate, or null if there is none.</param>
    public static ConfirmationOutcome Check(ReadOnlySpan<byte> utf8Cnf, CertificateThumbprint? presented) =>
        Compare(ConfirmationReader.Read(utf8Cnf), presented, out _);

    /// <summary>Checks a <c>cnf</c> object as text. Allocates nothing if it is as <see cref="ToJson"/> writes it.</summary>
    /// <param name="cnf">The JSON object; empty text is malformed.</param>
    /// <param name="presented">The thumbprint of the connection's certificate, or null if there is none.</param>
    public static ConfirmationOutcome Check(ReadOnlySpan<char> cnf, CertificateThumbprint? presented) =>
        Compare(ConfirmationReader.Read(cnf), presented, out _);

    /// <summary>Checks a <c>cnf</c> object as text.</summary>
    /// <param name="cnf">The JSON object, or null if the token has no <c>cnf</c>; empty text is malformed.</param>
    /// <param name="presented">The thumbprint of the connection's certificate, or null if there is none.</param>
    public static ConfirmationOutcome Check(string? cnf, CertificateThumbprint? presented) => Check(cnf, presented, out _);

    /// <inheritdoc cref="Check(string?, CertificateThumbprint?)"/>
    /// <param name="cnf">The JSON object, or null if the token has no <c>cnf</c>; empty text is malformed.</param>
    /// <param name="presented">The thumbprint of the connection's certificate, or null if there is none.</param>
    /// <param name="otherMembers">The names of the members besides <c>x5t#S256</c>, for whoever checks those; empty if malformed.</param>
    public static ConfirmationOutcome Check(
        string? cnf, CertificateThumbprint? presented, out IReadOnlyList<string> otherMembers)
    {
        otherMembers = [];
        return cnf is null ? ConfirmationOutcome.NotBound : Compare(ConfirmationReader.Read(cnf.AsSpan()), presented, out otherMembers);
    }

    /// <summary>Checks a <c>cnf</c> object that is part of a JSON document.</summary>
    /// <param name="cnf">
    /// The JSON object, or <c>default</c> if the token has no <c>cnf</c>: what
    /// <see cref="JsonElement.TryGetProperty(string, out JsonElement)"/> gives. JSON's null is malformed.
    /// </param>
    /// <param name="presented">The thumbprint of the connection's certificate, or null if there is none.</param>
    public static ConfirmationOutcome Check(JsonElement cnf, CertificateThumbprint? presented) => Check(cnf, presented, out _);

    /// <inheritdoc cref="Check(JsonElement, CertificateThumbprint?)"/>
    /// <param name="cnf">The JSON object, or <c>default</c> if the token has no <c>cnf</c>. JSON's null is malformed.</param>
    /// <param name="presented">The thumbprint of the connection's certificate, or null if there is none.</param>
    /// <param name="otherMembers">The names of the members besides <c>x5t#S256</c>, for whoever checks those; empty if malformed.</param>
    public static ConfirmationOutcome Check(
        JsonElement cnf, CertificateThumbprint? presented, out IReadOnlyList<string> otherMembers)
    {
        otherMembers = [];
        return cnf.ValueKind == JsonValueKind.Undefined
            ? ConfirmationOutcome.NotBound
            : Compare(ConfirmationReader.Read(cnf), presented, out otherMembers);
    }

    /// <summary>Checks the members of a <c>cnf</c> object.</summary>
    /// <param name="cnf">The members, strings as strings or as JSON; null if the token has no <c>cnf</c>.</param>
    /// <param name="presented">The thumbprint of the connection's certificate, or null if there is none.</param>
    public static ConfirmationOutcome Check(IReadOnlyDictionary<string, object>? cnf, CertificateThumbprint? presented) =>
        cnf is null ? ConfirmationOutcome.NotBound : Compare(ConfirmationReader.Read(cnf), presented, out _);

    /// <summary>Checks the <c>cnf</c> of a validated token.</summary>
    /// <param name="principal">
    /// What a JWT or introspection handler made of the token: the claim <c>cnf</c>, in this case (RFC 7519 §4), holds the JSON object.
    /// Several such claims, in whatever identities, are malformed.
    /// </param>
    /// <param name="presented">The thumbprint of the connection's certificate, or null if there is none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="principal"/> is null.</exception>
    public static ConfirmationOutcome Check(ClaimsPrincipal principal, CertificateThumbprint? presented) =>
        Check(principal, presented, out _);

    /// <inheritdoc cref="Check(ClaimsPrincipal, CertificateThumbprint?)"/>
    /// <param name="principal">What a JWT or introspection handler made of the token.</param>
    /// <param name="presented">The thumbprint of the connection's certificate, or null if there is none.</param>
    /// <param name="otherMembers">The names of the members besides <c>x5t#S256</c>, for whoever checks those; empty if malformed.</param>
    public static ConfirmationOutcome Check(
        ClaimsPrincipal principal, CertificateThumbprint? presented, out IReadOnlyList<string> otherMembers)
    {
        ArgumentNullException.ThrowIfNull(principal);
        otherMembers = [];
        string? cnf = null;

        // ClaimsPrincipal.FindAll(string) would take CNF for cnf.
        foreach (Claim claim in principal.FindAll(static claim => claim.Type == ClaimName))
        {
            if (cnf is not null)
            {
                return ConfirmationOutcome.Malformed;
            }

            cnf = claim.Value;
        }

        return Check(cnf, presented, out otherMembers);
    }

    /// <summary>Checks the value of <c>x5t#S256</c> where it is all that a <c>cnf</c> holds. Allocates nothing.</summary>
    /// <param name="x5tS256">43 characters of base64url. The two bits that the last one has to spare are ignored.</param>
    /// <param name="presented">The thumbprint of the connection's certificate, or null if there is none.</param>
    public static ConfirmationOutcome CheckThumbprint(ReadOnlySpan<char> x5tS256, CertificateThumbprint? presented) =>
        ThumbprintText.TryRead(x5tS256, out CertificateThumbprint bound)
            ? Compare(new ConfirmationContents(bound), presented, out _)
            : ConfirmationOutcome.Malformed;

    /// <summary>Reads <c>x5t#S256</c> from a <c>cnf</c> object in UTF-8, whatever else is in it.</summary>
    /// <returns>Whether there is one and the object is well-formed. Whether a token may pass is for <c>Check</c> to say.</returns>
    public static bool TryParse(ReadOnlySpan<byte> utf8Cnf, [NotNullWhen(true)] out CertificateConfirmation? confirmation) =>
        TryCreate(ConfirmationReader.Read(utf8Cnf), out confirmation);

    /// <summary>Reads <c>x5t#S256</c> from a <c>cnf</c> object as text, whatever else is in it.</summary>
    /// <returns>Whether there is one and the object is well-formed. Whether a token may pass is for <c>Check</c> to say.</returns>
    public static bool TryParse(ReadOnlySpan<char> cnf, [NotNullWhen(true)] out CertificateConfirmation? confirmation) =>
        TryCreate(ConfirmationReader.Read(cnf), out confirmation);

    /// <summary>Reads <c>x5t#S256</c> from a <c>cnf</c> object that is part of a JSON document, whatever else is in it.</summary>
    /// <returns>Whether there is one and the object is well-formed. Whether a token may pass is for <c>Check</c> to say.</returns>
    public static bool TryParse(JsonElement cnf, [NotNullWhen(true)] out CertificateConfirmation? confirmation) =>
        TryCreate(ConfirmationReader.Read(cnf), out confirmation);

    /// <summary>The <c>cnf</c> object with this one member, as text.</summary>
    public string ToJson() => $$"""{"{{MemberName}}":"{{Thumbprint}}"}""";

    /// <summary>The <c>cnf</c> object with this one member: what token handlers take as the value of a claim.</summary>
    public Dictionary<string, object> ToDictionary() => new() { [MemberName] = Thumbprint.ToString() };

    /// <summary>Writes this member into a <c>cnf</c> object that may hold others, such as <c>jkt</c>; they are kept.</summary>
    /// <param name="cnf">The object as text, or null for a new one.</param>
    /// <param name="result">The object with this member, or null.</param>
    /// <returns>False if the object is malformed or bound to another certificate already.</returns>
    public bool TryAddTo(string? cnf, [NotNullWhen(true)] out string? result)
    {
        result = cnf is null ? ToJson()
            : ConfirmationWriter.TryAdd(cnf, Thumbprint, out byte[]? utf8Json) ? Encoding.UTF8.GetString(utf8Json)
            : null;
        return result is not null;
    }

    /// <inheritdoc cref="TryAddTo(string, out string)"/>
    /// <param name="cnf">The object, or <c>default</c> for a new one.</param>
    /// <param name="result">The object with this member; it does not depend on the document of <paramref name="cnf"/>.</param>
    public bool TryAddTo(JsonElement cnf, out JsonElement result)
    {
        byte[]? utf8Json = Encoding.UTF8.GetBytes(ToJson());
        bool added = cnf.ValueKind == JsonValueKind.Undefined
            || ConfirmationWriter.TryAdd(JsonMarshal.GetRawUtf8Value(cnf).ToArray(), Thumbprint, out utf8Json);
        result = added ? JsonElement.Parse(utf8Json) : default;
        return added;
    }

    /// <inheritdoc cref="TryAddTo(string, out string)"/>
    /// <param name="cnf">The members, to which this one is added.</param>
    /// <exception cref="ArgumentNullException"><paramref name="cnf"/> is null.</exception>
    public bool TryAddTo(IDictionary<string, object> cnf)
    {
        ArgumentNullException.ThrowIfNull(cnf);
        string value = Thumbprint.ToString();
        return cnf.TryAdd(MemberName, value) || cnf[MemberName] is string existing && existing == value;
    }

    /// <summary>The <c>cnf</c> object with this one member.</summary>
    public override string ToString() => ToJson();

    private static ConfirmationOutcome Compare(
        in ConfirmationContents cnf, in CertificateThumbprint? presented, out IReadOnlyList<string> otherMembers)
    {
        otherMembers = cnf.OtherMembers;
        return cnf.IsMalformed ? ConfirmationOutcome.Malformed
            : cnf.Certificate is not { } bound ? ConfirmationOutcome.UnknownMethod
            : presented is null ? ConfirmationOutcome.NoCertificate
            : bound != presented.Value ? ConfirmationOutcome.OtherCertificate
            : cnf.HasOtherMembers ? ConfirmationOutcome.FurtherConfirmationRequired
            : ConfirmationOutcome.Matches;
    }

    private static bool TryCreate(in ConfirmationContents cnf, [NotNullWhen(true)] out CertificateConfirmation? confirmation)
    {
        confirmation = cnf.Certificate is { } bound ? new CertificateConfirmation(bound) : null;
        return confirmation is not null;
    }
}
