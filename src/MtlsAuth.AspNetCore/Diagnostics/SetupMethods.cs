namespace MtlsAuth.AspNetCore.Diagnostics;

/// <summary>The methods by which an application sets the library up, for texts that say which one is missing.</summary>
/// <remarks>They stand in the last room, whose names those before it cannot use.</remarks>
internal static class SetupMethods
{
    public const string AddMtlsAuth = "AddMtlsAuth";

    public const string AddMtlsCertificates = "AddMtlsCertificates";

    public const string UseClientCertificatesOf = "UseClientCertificatesOf";
}
