using System.Net.Http.Headers;
using MtlsAuth.Testing.Hosting;

namespace MtlsAuth.Testing;

/// <summary>Says which client certificate a request brings to a server with <c>AddFakeClientCertificate</c>.</summary>
/// <remarks>
/// Said of an <see cref="HttpClient"/> it holds for all of its requests, said of a request for that one, which then counts. In a request to
/// any other server it is a header that means nothing.
/// </remarks>
/// <example>
/// Where <c>http</c> is the client of a <c>WebApplicationFactory</c>:
/// <code>
/// HttpClient http = new();
/// TestCertificate certificate = TestCertificates.Ec().Create();
/// HttpResponseMessage response = await http.WithClientCertificate(certificate).PostAsync("/token", content: null);
/// HttpResponseMessage other = await http.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/token").WithoutClientCertificate());
/// </code>
/// </example>
public static class TestRequestExtensions
{
    /// <summary>All requests bring this certificate, and its chain.</summary>
    public static HttpClient WithClientCertificate(this HttpClient client, TestCertificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return client.WithClientCertificate(certificate.PresentedCertificate);
    }

    /// <summary>All requests bring these octets as their certificate; what the library cannot read is refused as from TLS.</summary>
    public static HttpClient WithClientCertificate(this HttpClient client, ReadOnlyMemory<byte> der) =>
        client.WithClientCertificate(TestCertificate.Present(der, []));

    /// <summary>All requests bring what a source of certificates may give: one with a chain, none and why, a refused one.</summary>
    public static HttpClient WithClientCertificate(this HttpClient client, PresentedCertificate presented)
    {
        ArgumentNullException.ThrowIfNull(client);
        Set(client.DefaultRequestHeaders, presented);
        return client;
    }

    /// <summary>All requests come over TLS without a certificate.</summary>
    public static HttpClient WithoutClientCertificate(this HttpClient client) => client.WithClientCertificate(PresentedCertificate.None());

    /// <summary>The request brings this certificate, and its chain.</summary>
    public static HttpRequestMessage WithClientCertificate(this HttpRequestMessage request, TestCertificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return request.WithClientCertificate(certificate.PresentedCertificate);
    }

    /// <summary>The request brings these octets as its certificate; what the library cannot read is refused as from TLS.</summary>
    public static HttpRequestMessage WithClientCertificate(this HttpRequestMessage request, ReadOnlyMemory<byte> der) =>
        request.WithClientCertificate(TestCertificate.Present(der, []));

    /// <summary>The request brings what a source of certificates may give: one with a chain, none and why, a refused one.</summary>
    public static HttpRequestMessage WithClientCertificate(this HttpRequestMessage request, PresentedCertificate presented)
    {
        ArgumentNullException.ThrowIfNull(request);
        Set(request.Headers, presented);
        return request;
    }

    /// <summary>The request comes over TLS without a certificate.</summary>
    public static HttpRequestMessage WithoutClientCertificate(this HttpRequestMessage request) =>
        request.WithClientCertificate(PresentedCertificate.None());

    private static void Set(HttpRequestHeaders headers, PresentedCertificate presented)
    {
        ArgumentNullException.ThrowIfNull(presented);
        headers.Remove(SentCertificates.HeaderName);
        headers.Add(SentCertificates.HeaderName, SentCertificates.NameOf(presented));
    }
}
