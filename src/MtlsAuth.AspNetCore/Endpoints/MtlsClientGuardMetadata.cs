namespace MtlsAuth.AspNetCore.Endpoints;

/// <summary>Says of an endpoint that <see cref="MtlsClientGuard"/> is to stand around it.</summary>
internal sealed class MtlsClientGuardMetadata
{
    public static MtlsClientGuardMetadata Instance { get; } = new();
}
