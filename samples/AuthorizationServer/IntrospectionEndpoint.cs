namespace AuthorizationServer;

/// <summary>
/// Token introspection (RFC 7662) for clients that have authenticated. The confirmation comes with the answer, and whoever asks has to
/// check it (RFC 8705 §3.2).
/// </summary>
internal sealed class IntrospectionEndpoint(AccessTokenIssuer tokens)
{
    private static readonly string[] Members = ["iss", "sub", "aud", "exp", "iat", "jti", "client_id", "scope", "cnf"];

    public async Task<IResult> HandleAsync(HttpContext context)
    {
        Dictionary<string, object> response = new() { ["active"] = false };
        if (context.Request.Form["token"] is [{ } token] && await tokens.ValidateAsync(token) is { } valid)
        {
            response["active"] = true;
            response["token_type"] = "Bearer";
            foreach (string member in Members)
            {
                if (valid.TryGetPayloadValue(member, out object? value) && value is not null)
                {
                    response[member] = value;
                }
            }
        }

        return OAuthResults.Json(context, response);
    }
}
