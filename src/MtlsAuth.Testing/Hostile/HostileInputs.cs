using MtlsAuth.Testing.Hostile;

namespace MtlsAuth.Testing;

/// <summary>Inputs by name that a server must refuse, each with the refusal that the library gives.</summary>
/// <remarks>
/// For the test that an endpoint answers each of them as it should: with <c>invalid_client</c>, without an exception, and without saying
/// why. They are made anew in each process from new keys; names and refusals stay.
/// </remarks>
/// <example>
/// Where <c>http</c> is the client of a server with <c>AddFakeClientCertificate</c>:
/// <code>
/// HttpClient http = new();
/// foreach (HostileCertificate hostile in HostileInputs.Certificates)
/// {
///     HttpResponseMessage response = await http.WithClientCertificate(hostile.Octets).PostAsync("/token", content: null);
/// }
/// </code>
/// </example>
public static class HostileInputs
{
    private static readonly Lazy<IReadOnlyList<HostileCertificate>> MadeCertificates = new(HostileCertificates.Create);
    private static readonly Lazy<IReadOnlyList<HostileHeader>> MadeHeaders = new(HostileHeaders.Create);
    private static readonly Lazy<IReadOnlyList<HostileJwkSet>> MadeJwkSets = new(HostileJwkSets.Create);

    /// <summary>Octets in the place of a certificate: for <see cref="TestRequestExtensions"/>, or a reader.</summary>
    public static IReadOnlyList<HostileCertificate> Certificates => MadeCertificates.Value;

    /// <summary>Values of proxies' headers, for every format.</summary>
    public static IReadOnlyList<HostileHeader> Headers => MadeHeaders.Value;

    /// <summary>JWK Sets, for registration and <c>jwks_uri</c>.</summary>
    public static IReadOnlyList<HostileJwkSet> JwkSets => MadeJwkSets.Value;
}
