using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace ResourceServer;

/// <summary>Reaches the authorization server, whose certificate no authority on this machine has issued.</summary>
internal static class TrustedCertificate
{
    /// <summary>Makes connections that trust what is in the file, and nothing else.</summary>
    public static SocketsHttpHandler CreateHandler(string path)
    {
        X509ChainPolicy policy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(X509CertificateLoader.LoadCertificateFromFile(path));
        return new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy } };
    }
}
