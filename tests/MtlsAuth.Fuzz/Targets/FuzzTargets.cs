using MtlsAuth.Forwarding;

namespace MtlsAuth.Fuzz.Targets;

/// <summary>All targets, in the order in which they run.</summary>
internal static class FuzzTargets
{
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new CertificateDerTarget(),
        new CertificateFileTarget(),
        new CertificateBundleTarget(),
        new TrustAnchorsTarget(),
        new QualifiedCertificateTarget(),
        new PublicKeyTarget(),
        new DistinguishedNameDerTarget(),
        new DistinguishedNameTextTarget(),
        new JwkTarget(),
        new JwkSetTarget(),
        new JsonWebKeySetTarget(),
        new ClientMetadataTarget(),
        new ClientsFileTarget(),
        new ConfirmationTarget(),
        new RefreshTokenBindingTarget(),
        new ThumbprintTarget(),
        .. Enum.GetValues<ForwardedCertificateFormat>().Select(format => new ForwardedCertificateTarget(format)),
        new OpenIddictMigrationTarget(),
        new IdentityServerMigrationTarget(),
        new KeycloakClientsTarget(),
        new TokenRequestTarget(),
    ];
}
