using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace MtlsAuth.AspNetCore.Endpoints;

/// <summary>Writes an OAuth 2.0 error response (RFC 6749 §5.2).</summary>
internal sealed class OAuthErrorWriter(IOptions<MtlsAuthOptions> options)
{
    public async Task WriteAsync(HttpResponse response, OAuthError error)
    {
        response.StatusCode = error.StatusCode;
        response.ContentType = "application/json";
        response.Headers.CacheControl = "no-store";
        response.Headers.Pragma = "no-cache";
        if (error.StatusCode == StatusCodes.Status401Unauthorized)
        {
            // RFC 9110 §15.5.2: a 401 without a challenge is not HTTP.
            response.Headers.Append(HeaderNames.WWWAuthenticate, options.Value.Challenge);
        }
        else if (error.StatusCode == StatusCodes.Status503ServiceUnavailable)
        {
            // Otherwise all clients would ask again at once.
            response.Headers.RetryAfter = ((int)options.Value.RetryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        Utf8JsonWriter writer = new(response.BodyWriter);
        await using (writer.ConfigureAwait(false))
        {
            writer.WriteStartObject();
            writer.WriteString("error"u8, error.Error);
            writer.WriteString("error_description"u8, error.ErrorDescription);
            writer.WriteEndObject();
        }

        await response.BodyWriter.FlushAsync().ConfigureAwait(false);
    }
}
