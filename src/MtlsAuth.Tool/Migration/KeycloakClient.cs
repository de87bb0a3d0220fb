using System.Text.Json;

namespace MtlsAuth.Tool.Migration;

/// <summary>What of a Keycloak client says how it authenticates.</summary>
internal sealed class KeycloakClient
{
    private readonly Dictionary<string, string> _attributes = [];

    public KeycloakClient(ForeignObject client)
    {
        // Keycloak's authenticator of a client that names none.
        Authenticator = client.FindText("clientAuthenticatorType") ?? "client-secret";
        IsPublic = client.FindTruth("publicClient") ?? false;
        IsBearerOnly = client.FindTruth("bearerOnly") ?? false;
        if (client.Find("attributes") is { ValueKind: JsonValueKind.Object } attributes)
        {
            foreach (JsonProperty attribute in attributes.EnumerateObject())
            {
                _attributes[attribute.Name] = attribute.Value.ValueKind switch
                {
                    JsonValueKind.String => attribute.Value.GetString()!,
                    JsonValueKind.Null => string.Empty,
                    _ => attribute.Value.GetRawText(),
                };
            }
        }
    }

    /// <summary><c>clientAuthenticatorType</c>.</summary>
    public string Authenticator { get; }

    /// <summary><c>publicClient</c>: it authenticates by nothing, whatever else it has.</summary>
    public bool IsPublic { get; }

    /// <summary><c>bearerOnly</c>: it is an API and gets no tokens.</summary>
    public bool IsBearerOnly { get; }

    /// <summary><c>x509.subjectdn</c>.</summary>
    public string? Subject => Find("x509.subjectdn");

    /// <summary><c>x509.allow.regex.pattern.comparison</c>. Whoever has not set it gets regular expressions.</summary>
    public bool IsSubjectPattern => !IsSetTo("x509.allow.regex.pattern.comparison", "false");

    /// <summary><c>x509.casubjectdn</c>: the authority at the chain's end, since Keycloak 26.7.</summary>
    public string? AuthoritySubject => Find("x509.casubjectdn");

    /// <summary><c>tls.client.certificate.bound.access.tokens</c>.</summary>
    public bool BindsTokens => IsSetTo("tls.client.certificate.bound.access.tokens", "true");

    /// <summary><c>jwks.url</c>, if <c>use.jwks.url</c> says that it counts.</summary>
    public string? JwksUri => IsSetTo("use.jwks.url", "true") ? Find("jwks.url") : null;

    /// <summary><c>jwks.string</c>, if <c>use.jwks.string</c> says that it counts.</summary>
    public string? Jwks => IsSetTo("use.jwks.string", "true") ? Find("jwks.string") : null;

    /// <summary><c>jwt.credential.certificate</c>: a certificate in base64, with whose key JWTs are signed.</summary>
    public string? JwtCertificate => Find("jwt.credential.certificate");

    private bool IsSetTo(string name, string value) => string.Equals(Find(name), value, StringComparison.OrdinalIgnoreCase);

    private string? Find(string name) => _attributes.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;
}
