using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.IdentityModel.Tokens;

namespace MtlsAuth.Benchmarks;

/// <summary>What applications write without this library: the key to a JWK, its thumbprint, looked up among those registered.</summary>
internal sealed class PlatformDecision(string clientId, string registeredThumbprint)
{
    private readonly Dictionary<string, HashSet<string>> _registeredThumbprints = new() { [clientId] = [registeredThumbprint] };

    public bool Decide(string clientId, X509Certificate2 certificate)
    {
        JsonWebKey jwk;
        if (certificate.GetRSAPublicKey() is { } rsa)
        {
            using (rsa)
            {
                jwk = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(rsa.ExportParameters(false)));
            }
        }
        else
        {
            using ECDsa ecdsa = certificate.GetECDsaPublicKey()!;
            jwk = JsonWebKeyConverter.ConvertFromECDsaSecurityKey(new ECDsaSecurityKey(ecdsa));
        }

        DateTime now = DateTime.Now;
        return certificate.NotBefore <= now
            && now <= certificate.NotAfter
            && _registeredThumbprints[clientId].Contains(Base64UrlEncoder.Encode(jwk.ComputeJwkThumbprint()));
    }
}
