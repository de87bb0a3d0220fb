using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace MtlsAuth.Tool.Probing;

/// <summary>
/// Whom the probe takes for the server: who has a certificate of a trusted authority for its host. There is no way around that.
/// </summary>
/// <param name="authorities">The authorities; null for those of the machine.</param>
internal sealed class ServerTrust(X509Certificate2Collection? authorities)
{
    /// <summary>Settings for connections to servers.</summary>
    /// <param name="identity">The certificate to send if the server asks; null for none.</param>
    /// <param name="judge">Sees what is wrong with the server's certificate.</param>
    public SslClientAuthenticationOptions CreateOptions(SslStreamCertificateContext? identity, Action<SslPolicyErrors> judge) => new()
    {
        ClientCertificateContext = identity,
        CertificateChainPolicy = CreatePolicy(),
        RemoteCertificateValidationCallback = (_, _, _, errors) =>
        {
            judge(errors);
            return errors == SslPolicyErrors.None;
        },
    };

    private X509ChainPolicy CreatePolicy()
    {
        X509ChainPolicy policy = new() { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        if (authorities is not null)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(authorities);
        }

        return policy;
    }
}
