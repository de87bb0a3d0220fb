using System.Buffers.Text;
using MtlsAuth.Certificates;

namespace MtlsAuth.Tool.Migration;

/// <summary>Reads the certificate secrets of IdentityServer4 and Duende IdentityServer clients.</summary>
/// <remarks>
/// <para>
/// <c>X509Name</c> becomes <c>tls_client_auth</c> with <c>tls_client_auth_subject_dn</c>. There, the subject was compared as text and the
/// chain was the web server's business; here, the chain is validated for each client, which needs trust anchors.
/// </para>
/// <para>
/// <c>X509Thumbprint</c> becomes <c>self_signed_tls_client_auth</c>, which compares certificates as well. A thumbprint is not enough for
/// that: the certificates themselves have to be at hand.
/// </para>
/// </remarks>
internal static class IdentityServerMigration
{
    private const int Sha1HexLength = 40;

    /// <summary>Turns a client's secrets into client metadata.</summary>
    /// <param name="clientId">The client's id, which stays as it is.</param>
    /// <param name="secrets">Its secrets. The first one that can be carried over decides on the method.</param>
    /// <param name="knownCertificates">Certificates among which those of thumbprints are looked for.</param>
    /// <param name="now">The time at which secrets count as expired.</param>
    public static ClientMigration Migrate(
        string clientId,
        IEnumerable<IdentityServerSecret> secrets,
        IEnumerable<ClientCertificate> knownCertificates,
        DateTimeOffset now)
    {
        ILookup<string, ClientCertificate> known = knownCertificates.ToLookup(certificate => certificate.ComputeSha1Thumbprint());

        List<MigrationRemark> remarks = [];
        List<ClientCertificate> certificates = [];
        DistinguishedName? subject = null;
        int index = -1;
        foreach (IdentityServerSecret secret in secrets)
        {
            index++;
            if (secret.Expiration <= now)
            {
                Remark(MigrationRemarkKind.ExpiredSecret, "The secret has expired and was left behind.");
            }
            else if (secret.Type == IdentityServerSecret.Name)
            {
                TakeName(secret.Value);
            }
            else if (secret.Type == IdentityServerSecret.Thumbprint)
            {
                TakeThumbprint(secret.Value);
            }
            else
            {
                Remark(MigrationRemarkKind.UnknownSecretType, "The secret is not a certificate's and was left behind.");
            }
        }

        return new ClientMigration(clientId, ToMetadata(clientId, subject, certificates), remarks.AsReadOnly());

        void TakeName(string value)
        {
            // .NET quotes what is special in a name and escapes nothing, so that a backslash is one. RFC 4514 reads an escape there.
            string escaped = value.Replace("\\", "\\\\", StringComparison.Ordinal);
            if (!DistinguishedName.TryParse(escaped, out DistinguishedName? name, out _) || name.IsEmpty)
            {
                Remark(MigrationRemarkKind.MalformedName, "The value is not a distinguished name.");
            }
            else if (certificates.Count > 0)
            {
                Remark(MigrationRemarkKind.SeveralMethods, "The client has certificates already; register a second client for the name.");
            }
            else if (subject is not null)
            {
                Remark(MigrationRemarkKind.SeveralNames, "tls_client_auth has one subject; register a second client for this one.");
            }
            else
            {
                subject = name;
                Remark(
                    MigrationRemarkKind.NeedsTrustAnchor,
                    "Configure the authority that issues the client's certificates as trust anchor.");
            }
        }

        void TakeThumbprint(string value)
        {
            // Tools write thumbprints with colons or spaces between the octets.
            string hex = value.Replace(":", string.Empty, StringComparison.Ordinal).Replace(" ", string.Empty, StringComparison.Ordinal);
            if (hex.Length != Sha1HexLength || !hex.All(char.IsAsciiHexDigit))
            {
                Remark(MigrationRemarkKind.MalformedThumbprint, "The value is not a SHA-1 hash in hexadecimal digits.");
            }
            else if (known[Base64Url.EncodeToString(Convert.FromHexString(hex))].FirstOrDefault() is not { } certificate)
            {
                Remark(
                    MigrationRemarkKind.CertificateNotKnown,
                    "The certificate itself is needed; ask the client for it, and name its file with --certificates.");
            }
            else if (subject is not null)
            {
                Remark(
                    MigrationRemarkKind.SeveralMethods,
                    "The client has a subject already; register a second client for the certificate.");
            }
            else
            {
                certificates.Add(certificate);
            }
        }

        void Remark(MigrationRemarkKind kind, string text) => remarks.Add(new MigrationRemark(kind, index, text));
    }

    private static ClientMetadata? ToMetadata(string clientId, DistinguishedName? subject, List<ClientCertificate> certificates)
    {
        if (subject is not null)
        {
            return new ClientMetadata
            {
                ClientId = clientId,
                TokenEndpointAuthMethod = ClientAuthenticationMethods.TlsClientAuth,
                TlsClientAuthSubjectDn = subject.ToString(),
            };
        }

        return certificates.Count == 0 ? null : new ClientMetadata
        {
            ClientId = clientId,
            TokenEndpointAuthMethod = ClientAuthenticationMethods.SelfSignedTlsClientAuth,
            Jwks = ClientJwkSet.FromCertificates(includeX5c: true, [.. certificates]),
        };
    }
}
