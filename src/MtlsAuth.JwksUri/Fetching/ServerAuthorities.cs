using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MtlsAuth.JwksUri.Fetching;

/// <summary>Root authorities of an operator, which count for servers beside those of the platform.</summary>
internal sealed class ServerAuthorities
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private readonly X509Certificate2Collection _roots;

    private ServerAuthorities(X509Certificate2Collection roots) => _roots = roots;

    /// <summary>Reads a file in PEM.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be read.</exception>
    /// <exception cref="InvalidDataException">There is no certificate in it, or one that is none.</exception>
    public static ServerAuthorities Load(string path)
    {
        X509Certificate2Collection roots = [];
        try
        {
            roots.ImportFromPem(File.ReadAllText(path));
        }
        catch (CryptographicException exception)
        {
            throw new InvalidDataException($"{path}: not the certificates of certification authorities.", exception);
        }

        return roots.Count > 0 ? new ServerAuthorities(roots) : throw new InvalidDataException($"{path}: there are no certificates.");
    }

    /// <summary>How the certificates of servers are checked.</summary>
    public static X509ChainPolicy CreatePolicy() => new()
    {
        // The server chooses the URLs in its certificates: nothing is fetched from there, neither issuers nor revocation lists.
        DisableCertificateDownloads = true,
        RevocationMode = X509RevocationMode.NoCheck,
        ApplicationPolicy = { new Oid(ServerAuthentication) },
    };

    /// <summary>Trusts a server that the platform does not, if nothing else is wrong with it.</summary>
    /// <exception cref="FetchException">What is wrong: the platform would not tell it if the answer were just no.</exception>
    public bool Accept(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
        {
            return true;
        }

        string cause = errors.ToString();
        if (errors == SslPolicyErrors.RemoteCertificateChainErrors && certificate is X509Certificate2 leaf && chain is not null)
        {
            using X509Chain own = new();
            own.ChainPolicy = CreatePolicy();
            own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            own.ChainPolicy.CustomTrustStore.AddRange(_roots);
            own.ChainPolicy.ExtraStore.AddRange(chain.ChainPolicy.ExtraStore);
            bool isTrusted = own.Build(leaf);
            cause = string.Join(", ", own.ChainStatus.Select(static status => status.Status).Distinct());
            foreach (X509ChainElement element in own.ChainElements)
            {
                element.Certificate.Dispose();
            }

            if (isTrusted)
            {
                return true;
            }
        }

        throw new FetchException(JwksUriFailure.TlsFailed, $"the server's certificate is not trusted ({cause})");
    }
}
