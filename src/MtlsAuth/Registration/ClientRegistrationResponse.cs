using System.Buffers;
using System.Text.Json;

namespace MtlsAuth.Registration;

/// <summary>What to answer a client that registers or manages its registration, and what to log of it.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class ClientRegistrationResponse
{
    private const string TokenName = "registration_access_token";
    private const string UriName = "registration_client_uri";

    private ClientRegistrationResponse(int statusCode, IReadOnlyList<ClientRegistrationFinding> findings)
    {
        StatusCode = statusCode;
        Findings = findings;
    }

    /// <summary>The HTTP status, of the error as well.</summary>
    public int StatusCode { get; }

    /// <summary>The error response; null if it was done.</summary>
    public OAuthError? Error { get; private init; }

    /// <summary>What the client has registered, as it may see it; null after an error, and if the client was removed.</summary>
    public ClientMetadata? Metadata { get; private init; }

    /// <summary>All that was found in the metadata, for the log.</summary>
    public IReadOnlyList<ClientRegistrationFinding> Findings { get; }

    /// <summary>What the store threw, for the log; null if it threw nothing.</summary>
    public Exception? Exception { get; private init; }

    private string? RegistrationAccessToken { get; init; }

    /// <summary>Writes the client information response (RFC 7592 §3): metadata, token, and where to manage the registration.</summary>
    /// <param name="registrationClientUri">
    /// The address of the client's registration, an absolute https URL; null where the server does not let clients manage it, which
    /// leaves the token out as well.
    /// </param>
    /// <exception cref="InvalidOperationException">There is no metadata to be answered.</exception>
    public byte[] ToUtf8Json(string? registrationClientUri)
    {
        if (Metadata is null)
        {
            throw new InvalidOperationException("There is no metadata to be answered.");
        }

        ArrayBufferWriter<byte> json = new();
        using (JsonDocument metadata = JsonDocument.Parse(Metadata.ToUtf8Json()))
        using (Utf8JsonWriter writer = new(json))
        {
            writer.WriteStartObject();

            // An import may have brought these from another server.
            foreach (JsonProperty member in metadata.RootElement.EnumerateObject()
                .Where(static member => member.Name is not (TokenName or UriName)))
            {
                member.WriteTo(writer);
            }

            if (registrationClientUri is not null)
            {
                writer.WriteString(TokenName, RegistrationAccessToken);
                writer.WriteString(UriName, registrationClientUri);
            }

            writer.WriteEndObject();
        }

        return json.WrittenSpan.ToArray();
    }

    internal static ClientRegistrationResponse Done(
        int statusCode, ClientMetadata? metadata, string? token, IReadOnlyList<ClientRegistrationFinding> findings) =>
        new(statusCode, findings) { Metadata = metadata, RegistrationAccessToken = token };

    internal static ClientRegistrationResponse Refused(
        OAuthError error, IReadOnlyList<ClientRegistrationFinding> findings, Exception? exception = null) =>
        new(error.StatusCode, findings) { Error = error, Exception = exception };
}
