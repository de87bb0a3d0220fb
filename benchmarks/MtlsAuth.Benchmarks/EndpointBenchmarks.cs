using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Authentication.Certificate;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using MtlsAuth.AspNetCore;
using MtlsAuth.Certificates;
using MtlsAuth.Forwarding;
using MtlsAuth.Testing;
using MtlsAuth.Testing.Forwarding;

namespace MtlsAuth.Benchmarks;

/// <summary>
/// What client authentication adds to a token request: allocated bytes and processor time of the whole process, in which the client is
/// the same for all, over connections that are kept alive.
/// </summary>
/// <remarks>
/// The servers take turns in short rounds, so that what disturbs the machine disturbs all of them. Medians of the rounds are printed, and
/// how much more an endpoint takes than the one without authentication as the median of the differences in each round: those of two
/// medians would be differences of the machine.
/// </remarks>
internal static class EndpointBenchmarks
{
    private const int Rounds = 161;
    private const int RequestsPerRound = 500;
    private const int RequestsToWarmUp = 4_000;

    private const string ClientId = "payments";
    private const string Header = "Client-Cert";

    public static async Task PrintAsync()
    {
        using X509Certificate2 certificate = TestCertificates.Ec().WithSubject(BenchmarkCertificates.Subject).Create().ToX509Certificate2();
        string header = $"{Header}: {ForwardedHeaders.Rfc9440(certificate.RawData)}\r\n";
        List<EndpointUnderTest> endpoints =
        [
            await EndpointUnderTest.StartAsync("no authentication", null, certificate),
            await EndpointUnderTest.StartAsync(
                "RequireMtlsClient, TLS",
                services => AddMtlsAuth(services, certificate),
                certificate,
                endpoint => endpoint.RequireMtlsClient()),
            await EndpointUnderTest.StartAsync("no authentication, header sent", null, null, header: header),
            await EndpointUnderTest.StartAsync(
                "RequireMtlsClient, header",
                services => AddMtlsAuth(services, certificate).AddForwardedCertificate(options =>
                {
                    options.HeaderName = Header;
                    options.Format = ForwardedCertificateFormat.Rfc9440;
                    options.KnownProxies.Add("127.0.0.1");
                }),
                null,
                endpoint => endpoint.RequireMtlsClient(),
                header),
            await EndpointUnderTest.StartAsync(
                "the platform's certificate scheme", AddPlatform, certificate, endpoint => endpoint.RequireAuthorization()),
        ];
        foreach (EndpointUnderTest endpoint in endpoints)
        {
            // Until the code is compiled as it stays.
            endpoint.Measure(RequestsToWarmUp);
            await Task.Delay(200);
            endpoint.Measure(RequestsToWarmUp);
        }

        for (int round = 0; round < Rounds; round++)
        {
            endpoints.ForEach(endpoint => endpoint.MeasureRound(RequestsPerRound));
        }

        foreach (EndpointUnderTest endpoint in endpoints)
        {
            // The same request without authentication: with the header, or without.
            EndpointUnderTest without = endpoints[endpoint.Name.EndsWith("header", StringComparison.Ordinal) ? 2 : 0];
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{endpoint.Name,-35} {endpoint.MedianBytes,8:F0} bytes {endpoint.MedianMicroseconds,8:F1} µs of processor time, "
                + $"{endpoint.MedianMicrosecondsMoreThan(without),+6:F1} more than without authentication"));
        }

        foreach (EndpointUnderTest endpoint in endpoints)
        {
            await endpoint.DisposeAsync();
        }
    }

    private static MtlsAuthBuilder AddMtlsAuth(IServiceCollection services, X509Certificate2 certificate) =>
        services.AddMtlsAuth().AddInMemoryClients(BenchmarkCertificates.CreateClient(
            ClientId, ClientJwkSet.FromCertificates(includeX5c: false, ClientCertificate.FromX509Certificate2(certificate))));

    private static void AddPlatform(IServiceCollection services)
    {
        services.AddAuthorization();
        services.AddAuthentication(CertificateAuthenticationDefaults.AuthenticationScheme).AddCertificate(options =>
        {
            options.AllowedCertificateTypes = CertificateTypes.SelfSigned;
            options.RevocationMode = X509RevocationMode.NoCheck;
        });
    }
}
