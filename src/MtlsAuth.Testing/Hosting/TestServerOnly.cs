using Microsoft.AspNetCore.Hosting.Server;

namespace MtlsAuth.Testing.Hosting;

/// <summary>Keeps fake certificates away from every server that listens to a network.</summary>
internal static class TestServerOnly
{
    // By name, so that this package does not bring the server along.
    private const string TestServer = "Microsoft.AspNetCore.TestHost.TestServer";

    public static void Require(IServer? server)
    {
        for (Type? type = server?.GetType(); type is not null; type = type.BaseType)
        {
            if (type.FullName == TestServer)
            {
                return;
            }
        }

        throw new InvalidOperationException(
            $"AddFakeClientCertificate is for TestServer alone, and this is {server?.GetType().FullName ?? "no server"}: "
            + "anybody could claim to hold a certificate. Remove the call, or give the test's requests real certificates over TLS.");
    }
}
