using MtlsAuth.Certificates;

namespace MtlsAuth.Benchmarks;

internal static class KeySetJson
{
    /// <summary>The JWK Set that clients with these certificates register, without <c>x5c</c>.</summary>
    public static byte[] Write(params IReadOnlyList<ClientCertificate> certificates) =>
        ClientJwkSet.FromCertificates(includeX5c: false, [.. certificates]).ToUtf8Json();
}
