using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAuth;

namespace Client;

/// <summary>A client that publishes its keys at a <c>jwks_uri</c>, and changes them without asking anybody.</summary>
internal static class KeyRotation
{
    /// <param name="authorizationServer">The address of the authorization server.</param>
    /// <param name="dataFolder">Its folder, where an authority is that it trusts for the client's web server.</param>
    public static async Task<int> RunAsync(string authorizationServer, string dataFolder)
    {
        using X509Certificate2 server = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(dataFolder, "server.crt"));
        using X509Certificate2 webServer = IssueWebServerCertificate(dataFolder);
        using ECDsa firstKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 first = SelfSignedCertificate.Create("CN=sample client", firstKey);
        using RSA secondKey = RSA.Create(3072);
        using X509Certificate2 second = SelfSignedCertificate.Create("CN=sample client", secondKey);
        using MtlsHttpClient withFirst = new(server, first);
        using MtlsHttpClient withSecond = new(server, second);
        await using PublishedKeys keys = await PublishedKeys.StartAsync(webServer);

        Trace.Step($"The client publishes its key at {PublishedKeys.Uri}, and registers that address.");
        keys.Publish(first);
        string clientId = await withFirst.RegisterAsync(authorizationServer, new ClientMetadata
        {
            ClientName = "sample client",
            TokenEndpointAuthMethod = ClientAuthenticationMethods.PubKeyTlsClientAuth,
            JwksUri = PublishedKeys.Uri,
        });
        Trace.Result($"client_id {clientId}");

        bool isAsExpected = true;
        Trace.Step("It asks for a token with its key.");
        isAsExpected &= Trace.Status(200, await withFirst.RequestTokenAsync(authorizationServer, clientId));

        Trace.Step("It publishes a second key, of another kind, beside the first, and uses it at once.");
        keys.Publish(first, second);
        isAsExpected &= Trace.Status(200, await withSecond.RequestTokenAsync(authorizationServer, clientId));

        Trace.Step("It takes the first key out. The server may use what it has fetched for two seconds more.");
        keys.Publish(second);
        await Task.Delay(PublishedKeys.Lifetime + TimeSpan.FromSeconds(1));
        isAsExpected &= Trace.Status(200, await withSecond.RequestTokenAsync(authorizationServer, clientId));

        Trace.Step("Whoever has found the first key asks for a token with it.");
        isAsExpected &= Trace.Status(401, await withFirst.RequestTokenAsync(authorizationServer, clientId));

        Console.WriteLine();
        Console.WriteLine(isAsExpected ? "All as it should be." : "Something is not as it should be.");
        return isAsExpected ? 0 : 1;
    }

    private static X509Certificate2 IssueWebServerCertificate(string dataFolder)
    {
        using X509Certificate2 authority = X509Certificate2.CreateFromPemFile(
            Path.Combine(dataFolder, "client-ca.crt"), Path.Combine(dataFolder, "client-ca.key"));
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=localhost", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        DateTimeOffset now = DateTimeOffset.UtcNow;
        using X509Certificate2 issued = request.Create(authority, now.AddMinutes(-5), now.AddDays(1), RandomNumberGenerator.GetBytes(16));
        return issued.CopyWithPrivateKey(key);
    }
}
