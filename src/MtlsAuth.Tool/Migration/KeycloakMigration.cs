using MtlsAuth.Certificates;

namespace MtlsAuth.Tool.Migration;

/// <summary>Turns clients of Keycloak into client metadata.</summary>
/// <remarks>
/// <para>
/// Keycloak's <c>client-x509</c> compares the certificate's subject: with a name (RFC 2253, in Java's spellings), or as text with a regular
/// expression. A name becomes <c>tls_client_auth_subject_dn</c>. An expression does so if it stands for one text; there is no other way
/// to say which subjects an expression means, and none is made up. The authority's subject, which Keycloak compares since 26.7, becomes
/// <c>tls_client_auth_root_dn</c>.
/// </para>
/// <para>
/// Clients of other methods stay with the server. Those that want bound tokens are carried over for that alone.
/// </para>
/// </remarks>
internal static class KeycloakMigration
{
    // How Keycloak joins several values of an attribute.
    private const string ValueSeparator = "##";

    private const string TrustAnchorAdvice = "Configure the authority that issues the client's certificates as trust anchor.";

    /// <summary>Turns a client into client metadata.</summary>
    public static ClientMigration Migrate(string clientId, KeycloakClient client)
    {
        if (client.IsBearerOnly)
        {
            return ClientMigration.Without(clientId, MigrationRemarkKind.OtherMethod, "The client is an API, which asks for no tokens.");
        }

        if (client.Authenticator == "client-x509" && !client.IsPublic)
        {
            return MigrateSubject(clientId, client);
        }

        (string? method, string text) = client switch
        {
            { IsPublic: true } => ("none", "The client is public and stays as it is."),
            { Authenticator: "client-secret" } => ("client_secret_basic", "The client authenticates by its secret and stays as it is."),
            { Authenticator: "client-jwt" } => ("private_key_jwt", "The client authenticates by a JWT that it signs and stays as it is."),
            { Authenticator: "client-secret-jwt" } =>
                ("client_secret_jwt", "The client authenticates by a JWT over its secret and stays as it is."),
            _ => (null, "The client's authenticator is not Keycloak's own; it stays as it is."),
        };
        MigrationRemark remark = new(MigrationRemarkKind.OtherMethod, -1, text + DescribeKeys(client));
        ClientMetadata? metadata = client.BindsTokens && method is not null
            ? new ClientMetadata { ClientId = clientId, TokenEndpointAuthMethod = method, TlsClientCertificateBoundAccessTokens = true }
            : null;
        return new ClientMigration(clientId, metadata, [remark]);
    }

    private static string DescribeKeys(KeycloakClient client)
    {
        string? source = client switch
        {
            not { Authenticator: "client-jwt", IsPublic: false } => null,
            { JwksUri: not null } => "jwks.url",
            { Jwks: not null } => "jwks.string",
            { JwtCertificate: not null } => "jwt.credential.certificate",
            _ => null,
        };
        return source is null
            ? string.Empty
            : $" Its key is in {source}: if the client uses it for TLS as well, it can be registered for pub_key_tls_client_auth.";
    }

    private static ClientMigration MigrateSubject(string clientId, KeycloakClient client)
    {
        if (client.Subject is not { } subject)
        {
            return ClientMigration.Without(
                clientId, MigrationRemarkKind.MalformedName, "There is no x509.subjectdn, so that Keycloak let nobody in.");
        }

        if (client.IsSubjectPattern)
        {
            if (!LiteralPattern.TryRead(subject, out string? literal))
            {
                return ClientMigration.Without(clientId, MigrationRemarkKind.RegularExpression, DescribePattern(subject));
            }

            subject = literal;
        }

        if (ReadName(subject, "x509.subjectdn", out MigrationRemark? fault) is not { } name)
        {
            return new ClientMigration(clientId, null, [fault!]);
        }

        DistinguishedName? authority = null;
        if (client.AuthoritySubject is { } text)
        {
            if (text.Contains(ValueSeparator, StringComparison.Ordinal))
            {
                return ClientMigration.Without(
                    clientId,
                    MigrationRemarkKind.SeveralAuthorities,
                    "x509.casubjectdn has several values. Register a client for each, with the one name as tls_client_auth_root_dn.");
            }

            authority = ReadName(text, "x509.casubjectdn", out fault);
            if (authority is null)
            {
                return new ClientMigration(clientId, null, [fault!]);
            }
        }

        ClientMetadata metadata = new()
        {
            ClientId = clientId,
            TokenEndpointAuthMethod = ClientAuthenticationMethods.TlsClientAuth,
            TlsClientAuthSubjectDn = name.ToString(),
            TlsClientAuthRootDn = authority?.ToString(),
        };
        metadata = client.BindsTokens ? metadata with { TlsClientCertificateBoundAccessTokens = true } : metadata;
        return new ClientMigration(clientId, metadata, [new MigrationRemark(MigrationRemarkKind.NeedsTrustAnchor, -1, TrustAnchorAdvice)]);
    }

    private static string DescribePattern(string pattern)
    {
        // Points are the one special character that names are full of, and nobody means any character by them.
        string escaped = pattern.Replace("\\.", ".", StringComparison.Ordinal).Replace(".", "\\.", StringComparison.Ordinal);
        string advice = LiteralPattern.TryRead(escaped, out string? literal)
            && DistinguishedName.TryParse(literal, out DistinguishedName? name, out _) && !name.IsEmpty
            ? $"If its points mean points, register tls_client_auth_subject_dn \"{name}\"."
            : "Ask the client for its certificate, and register the subject as mtlsauth inspect prints it; several subjects need several "
                + "clients.";
        return "x509.subjectdn is a regular expression, which may match the names of others as well. " + advice;
    }

    private static DistinguishedName? ReadName(string text, string attribute, out MigrationRemark? fault)
    {
        bool isName = DistinguishedName.TryParse(text, out DistinguishedName? name, out NameFault? reason);
        fault = isName && !name!.IsEmpty ? null : new MigrationRemark(
            MigrationRemarkKind.MalformedName, -1, $"{attribute} is not a distinguished name. {reason}".TrimEnd());
        return fault is null ? name : null;
    }
}
