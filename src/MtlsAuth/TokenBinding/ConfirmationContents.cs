using MtlsAuth.Certificates;

namespace MtlsAuth.TokenBinding;

/// <summary>What a <c>cnf</c> holds, before anything is compared. The default value is one that cannot be read.</summary>
/// <param name="certificate">What <c>x5t#S256</c> holds; null if there is no such member.</param>
/// <param name="otherMembers">The names of all other members; null for none.</param>
internal readonly struct ConfirmationContents(CertificateThumbprint? certificate, IReadOnlyList<string>? otherMembers = null)
{
    public CertificateThumbprint? Certificate { get; } = certificate;

    public IReadOnlyList<string>? OtherMembers { get; } = otherMembers;

    public bool HasOtherMembers => OtherMembers is { Count: > 0 };

    /// <summary>An object without members confirms nothing, and is as good as one that cannot be read (RFC 7800 §3.1).</summary>
    public bool IsMalformed => Certificate is null && !HasOtherMembers;
}
