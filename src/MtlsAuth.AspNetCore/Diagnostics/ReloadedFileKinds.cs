namespace MtlsAuth.AspNetCore.Diagnostics;

/// <summary>Which files were read again, as the values of <see cref="AttributeNames.ReloadedFiles"/>.</summary>
internal static class ReloadedFileKinds
{
    public const string Clients = "clients";

    public const string TrustAnchors = "trust_anchors";
}
