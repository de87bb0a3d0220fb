using System.Security.Cryptography.X509Certificates;
using MtlsAuth.AspNetCore.Tests;
using MtlsAuth.AspNetCore.Tests.Samples;

namespace MtlsAuth.Page.Tests;

/// <summary>One sample server for all tests, which look only for what they sent themselves.</summary>
[SetUpFixture]
public sealed class SharedServer
{
    private static readonly TemporaryFolder Data = new();

    private static AuthorizationServerProcess? _server;

    internal static AuthorizationServerProcess Server => _server!;

    /// <summary>Issues certificates that <c>tls_client_auth</c> trusts.</summary>
    internal static X509Certificate2 LoadAuthority() =>
        X509Certificate2.CreateFromPemFile(Data.PathOf("client-ca.crt"), Data.PathOf("client-ca.key"));

    [OneTimeSetUp]
    public static async Task StartAsync() => _server = await AuthorizationServerProcess.StartAsync(Data.FullPath);

    [OneTimeTearDown]
    public static async Task StopAsync()
    {
        await Chromium.StopAsync();
        _server?.Dispose();
        Data.Dispose();
    }
}
