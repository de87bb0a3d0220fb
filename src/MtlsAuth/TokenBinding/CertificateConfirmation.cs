using System.Diagnostics.CodeAnalysis;
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
public sealed class CertificateConfirmation
{
    /// <summary>The name of the claim and of the introspection member: <c>cnf</c> (RFC 7800 §3.1, RFC 8705 §3.2).</summary>
    public const string ClaimName = "cnf";

    /// <summary>The name of the confirmation method: <c>x5t#S256</c> (RFC 8705 §3.1).</summary>
    internal const string MemberName = "x5t#S256";

    private static readonly ConfirmationResult NotBound = new(ConfirmationOutcome.NotBound);

    /// <summary>The confirmation for a certificate.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="certificate"/> is null.</exception>
    public CertificateConfirmation(ClientCertificate certificate)
        : this((certificate ?? throw new ArgumentNullException(nameof(certificate))).Thumbprint)
    {
    }

    /// <summary>The confirmation for the certificate with a thumbprint.</summary>
    public CertificateConfirmation(CertificateThumbprint thumbprint) => Thumbprint = thumbprint;

    /// <summary>The SHA-256 hash of the certificate's DER.</summary>
    public CertificateThumbprint Thumbprint { get; }

    /// <summary>Checks a <c>cnf</c> object in UTF-8. Allocates nothing if it is as <see cref="ToJson"/> writes it.</summary>
    /// <param name="utf8Cnf">The JSON object; empty memory is malformed.</param>
    /// <param name="presented">The thumbprint of the connection's certificate, or null if there is none.</param>
    public static ConfirmationResult Check(ReadOnlySpan<byte> utf8Cnf, CertificateThumbprint? presented) =>
        Compare(ConfirmationReader.Read(utf8Cnf), presented);

    /// <summary>Checks a <c>cnf</c> object as text. Allocates nothing if it is as <see cref="ToJson"/> writes it.</summary>
    /// <param name="cnf">The JSON object, or null if the token has no <c>cnf</c>; empty text is malformed.</param>
    /// <param name="presented">The thumbprint of the connection's certificate, or null if there is none.</param>
    /// <example>
    /// <code>
    /// ConfirmationResult result = CertificateConfirmation.Check(cnf, presented.Certificate?.Thumbprint);
    /// bool mayPass = result.Outcome == ConfirmationOutcome.Matches;
    /// </code>
    /// </example>
    public static ConfirmationResult Check(string? cnf, CertificateThumbprint? presented) =>
        cnf is null ? NotBound : Compare(ConfirmationReader.Read(cnf.AsSpan()), presented);

    /// <summary>Checks a <c>cnf</c> object that is part of a JSON document.</summary>
    /// <param name="cnf">
    /// The JSON object, or <c>default</c> if the token has no <c>cnf</c>: what
    /// <see cref="JsonElement.TryGetProperty(string, out JsonElement)"/> gives. JSON's null is malformed.
    /// </param>
    /// <param name="presented">The thumbprint of the connection's certificate, or null if there is none.</param>
    public static ConfirmationResult Check(JsonElement cnf, CertificateThumbprint? presented) =>
        cnf.ValueKind == JsonValueKind.Undefined ? NotBound : Compare(ConfirmationReader.Read(cnf), presented);

    /// <summary>Checks the <c>cnf</c> of a validated token.</summary>
    /// <param name="principal">
    /// What a JWT or introspection handler made of the token: the claim <c>cnf</c>, in this case (RFC 7519 §4), holds the JSON object.
    /// Several such claims, in whatever identities, are malformed.
    /// </param>
    /// <param name="presented">The thumbprint of the connection's certificate, or null if there is none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="principal"/> is null.</exception>
    public static ConfirmationResult Check(ClaimsPrincipal principal, CertificateThumbprint? presented)
    {
        ArgumentNullException.ThrowIfNull(principal);
        string? cnf = null;

        // ClaimsPrincipal.FindAll(string) would take CNF for cnf.
        foreach (Claim claim in principal.FindAll(static claim => claim.Type == ClaimName))
        {
            if (cnf is not null)
            {
                return new ConfirmationResult(ConfirmationOutcome.Malformed);
            }

            cnf = claim.Value;
        }

        return Check(cnf, presented);
    }

    /// <summary>Checks the value of <c>x5t#S256</c> where it is all that a <c>cnf</c> holds. Allocates nothing.</summary>
    /// <param name="x5tS256">43 characters of base64url. The two bits that the last one has to spare are ignored.</param>
    /// <param name="presented">The thumbprint of the connection's certificate, or null if there is none.</param>
    public static ConfirmationResult CheckThumbprint(ReadOnlySpan<char> x5tS256, CertificateThumbprint? presented) =>
        ThumbprintText.TryRead(x5tS256, out CertificateThumbprint bound)
            ? Compare(new ConfirmationContents(bound), presented)
            : new ConfirmationResult(ConfirmationOutcome.Malformed);

    /// <summary>Reads <c>x5t#S256</c> from a <c>cnf</c> object as text, whatever else is in it.</summary>
    /// <returns>Whether there is one and the object is well-formed. Whether a token may pass is for <c>Check</c> to say.</returns>
    public static bool TryParse(ReadOnlySpan<char> cnf, [NotNullWhen(true)] out CertificateConfirmation? confirmation)
    {
        confirmation = ConfirmationReader.Read(cnf).Certificate is { } bound ? new CertificateConfirmation(bound) : null;
        return confirmation is not null;
    }

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

    /// <summary>The <c>cnf</c> object with this one member.</summary>
    public override string ToString() => ToJson();

    private static ConfirmationResult Compare(in ConfirmationContents cnf, in CertificateThumbprint? presented) => new(
        cnf.IsMalformed ? ConfirmationOutcome.Malformed
            : cnf.Certificate is not { } bound ? ConfirmationOutcome.UnknownMethod
            : presented is null ? ConfirmationOutcome.NoCertificate
            : bound != presented.Value ? ConfirmationOutcome.OtherCertificate
            : cnf.HasOtherMembers ? ConfirmationOutcome.FurtherConfirmationRequired
            : ConfirmationOutcome.Matches,
        cnf.OtherMembers);
}
