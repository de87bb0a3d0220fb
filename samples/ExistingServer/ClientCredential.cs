using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;

namespace ExistingServer;

/// <summary>What a request shows to prove which client sent it (RFC 6749 §2.3.1, RFC 7521 §4.2). Nothing of it is checked yet.</summary>
internal sealed record ClientCredential(string ClientId, string Method, string Value)
{
    private const string JwtBearer = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /// <summary>The one credential of a request; null if there is none, if it cannot be read, or if there are several.</summary>
    public static ClientCredential? Find(HttpRequest request, IFormCollection form)
    {
        List<ClientCredential?> found = [];
        if (request.Headers.Authorization.ToString() is { Length: > 0 } header)
        {
            found.Add(ReadBasic(header));
        }

        if (form["client_assertion"].ToString() is { Length: > 0 } assertion)
        {
            found.Add(ReadAssertion(form["client_assertion_type"].ToString(), assertion));
        }

        if (form["client_secret"].ToString() is { Length: > 0 } secret)
        {
            found.Add(new ClientCredential(form["client_id"].ToString(), "client_secret_post", secret));
        }

        return found is [{ } only] ? only : null;
    }

    private static ClientCredential? ReadBasic(string header)
    {
        Span<byte> octets = new byte[header.Length];
        return header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase)
            && Convert.TryFromBase64String(header[6..], octets, out int length)
            && Encoding.UTF8.GetString(octets[..length]).Split(':', 2) is [{ } id, { Length: > 0 } secret]
                ? new ClientCredential(Decode(id), "client_secret_basic", Decode(secret))
                : null;
    }

    // RFC 6749 §2.3.1: both were encoded as in forms.
    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private static ClientCredential? ReadAssertion(string type, string assertion)
    {
        if (type != JwtBearer || !new JsonWebTokenHandler().CanReadToken(assertion))
        {
            return null;
        }

        try
        {
            return new JsonWebToken(assertion).Subject is { Length: > 0 } id
                ? new ClientCredential(id, "private_key_jwt", assertion)
                : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
