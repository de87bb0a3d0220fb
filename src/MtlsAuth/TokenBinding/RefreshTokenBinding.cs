using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using MtlsAuth.Certificates;
using MtlsAuth.Encodings;

namespace MtlsAuth;

/// <summary>What a refresh token or an authorization code is bound to: a value to be stored with it.</summary>
/// <remarks>
/// Beside the certificate's thumbprint it keeps the public key's, so that <see cref="TokenBindingPolicy.AcceptRenewedCertificates"/> can be
/// switched at any time. It holds no secret. Immutable and thread-safe.
/// </remarks>
public sealed class RefreshTokenBinding
{
    private const string TargetMember = "bound_to";
    private const string ClientTarget = "client";
    private const string CertificateTarget = "certificate";
    private const string CertificateMember = CertificateConfirmation.MemberName;
    private const string KeyMember = "jwk_thumbprint";
    private const int MaximumLength = 512;

    private RefreshTokenBinding(CertificateThumbprint? certificate, JwkThumbprint? publicKey)
    {
        Certificate = certificate;
        PublicKey = publicKey;
    }

    /// <summary>Bound to the client, and through its authentication to whatever certificate that demands (RFC 8705 §7.1).</summary>
    public static RefreshTokenBinding ClientOnly { get; } = new(null, null);

    /// <summary>The thumbprint of the certificate, or null if the client alone counts.</summary>
    public CertificateThumbprint? Certificate { get; }

    /// <summary>The thumbprint of the certificate's public key, or null.</summary>
    public JwkThumbprint? PublicKey { get; }

    /// <summary>Whether no certificate is demanded here.</summary>
    [MemberNotNullWhen(false, nameof(Certificate), nameof(PublicKey))]
    internal bool IsClientOnly => Certificate is null;

    /// <summary>Bound to a certificate (RFC 8705 §4).</summary>
    /// <exception cref="ArgumentNullException"><paramref name="certificate"/> is null.</exception>
    public static RefreshTokenBinding To(ClientCertificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return new RefreshTokenBinding(certificate.Thumbprint, certificate.PublicKeyThumbprint);
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The stored text; null is none.</param>
    /// <param name="binding">The binding, or null.</param>
    /// <returns>Whether it was read. A token whose binding cannot be read has to be refused. Never throws.</returns>
    public static bool TryParse(string? json, [NotNullWhen(true)] out RefreshTokenBinding? binding)
    {
        binding = null;
        if (json is null || json.Length > MaximumLength)
        {
            return false;
        }

        try
        {
            using JsonDocument document = StrictJson.Parse(Encoding.UTF8.GetBytes(json));
            binding = Read(document.RootElement);
        }
        catch (JsonException)
        {
            return false;
        }

        return binding is not null;
    }

    /// <summary>The binding as a JSON object of fewer than 200 characters.</summary>
    public string ToJson() => IsClientOnly
        ? $$"""{"{{TargetMember}}":"{{ClientTarget}}"}"""
        : $$"""{"{{TargetMember}}":"{{CertificateTarget}}","{{CertificateMember}}":"{{Certificate}}","{{KeyMember}}":"{{PublicKey}}"}""";

    /// <summary>The binding as JSON.</summary>
    public override string ToString() => ToJson();

    // Unknown members may restrict the binding in a way that a newer version knows: refused.
    private static RefreshTokenBinding? Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        return (GetString(json, TargetMember), json.GetPropertyCount()) switch
        {
            (ClientTarget, 1) => ClientOnly,
            (CertificateTarget, 3)
                when CertificateThumbprint.TryParse(GetString(json, CertificateMember), out CertificateThumbprint certificate)
                    && JwkThumbprint.TryParse(GetString(json, KeyMember), out JwkThumbprint publicKey) =>
                new RefreshTokenBinding(certificate, publicKey),
            _ => null,
        };
    }

    private static string? GetString(JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
