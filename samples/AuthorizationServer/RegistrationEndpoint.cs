using MtlsAuth;
using MtlsAuth.JwksUri;
using MtlsAuth.Registration;

namespace AuthorizationServer;

/// <summary>
/// Dynamic client registration (RFC 7591), open to everybody who reaches this port, which is fit for a demonstration only; and its
/// management with the token that a client gets (RFC 7592).
/// </summary>
internal sealed partial class RegistrationEndpoint(
    ClientRegistrationManagement management,
    ClientRegistrationValidator validator,
    JwksUriRegistrationCheck check,
    RegistrationAddress address,
    ILogger<RegistrationEndpoint> logger)
{
    private const int MaximumLength = 65_536;
    private const string Scheme = "Bearer ";

    private static readonly OAuthError TooLong = new("invalid_client_metadata", "The request is too long", 400);

    public async Task<IResult> RegisterAsync(HttpContext context)
    {
        if (await ReadBodyAsync(context.Request) is not { } body)
        {
            return Error(context, TooLong);
        }

        (ClientRegistrationResponse? response, OAuthError? error) = await RegisterAsync(body, context.RequestAborted);
        return error is null ? Answer(context, response!) : Error(context, error);
    }

    /// <summary>Registers a client by its metadata, for whoever answers in another form; one of the two is null.</summary>
    public async Task<(ClientRegistrationResponse? Response, OAuthError? Error)> RegisterAsync(
        byte[] body, CancellationToken cancellationToken)
    {
        if (body.Length > MaximumLength)
        {
            return (null, TooLong);
        }

        // Once more than the registry does, for a look at what is behind the jwks_uri.
        if (await FindErrorAsync(body, cancellationToken) is { } error)
        {
            return (null, error);
        }

        ClientRegistrationResponse response = await management.RegisterAsync(body, cancellationToken);
        if (response.Exception is { } exception)
        {
            LogUnavailable(exception);
        }

        return response.Error is null ? (response, null) : (null, response.Error);
    }

    public async Task<IResult> ReadAsync(HttpContext context, string clientId) =>
        Answer(context, await management.ReadAsync(clientId, TokenOf(context), context.RequestAborted));

    public async Task<IResult> UpdateAsync(HttpContext context, string clientId)
    {
        // Nothing is read or fetched for somebody who is not the client.
        ClientRegistrationResponse found = await management.ReadAsync(clientId, TokenOf(context), context.RequestAborted);
        if (found.Error is not null)
        {
            return Answer(context, found);
        }

        if (await ReadBodyAsync(context.Request) is not { } body)
        {
            return Error(context, TooLong);
        }

        return await FindErrorAsync(body, context.RequestAborted) is { } error
            ? Error(context, error)
            : Answer(context, await management.UpdateAsync(clientId, TokenOf(context), body, context.RequestAborted));
    }

    // What the client was granted dies with it: nobody redeems it without the client.
    public async Task<IResult> DeleteAsync(HttpContext context, string clientId) =>
        Answer(context, await management.DeleteAsync(clientId, TokenOf(context), context.RequestAborted));

    private static string? TokenOf(HttpContext context) =>
        context.Request.Headers.Authorization is [{ } value] && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? value[Scheme.Length..].Trim()
            : null;

    private static IResult Error(HttpContext context, OAuthError error)
    {
        // RFC 6750 §3, for the registration access token.
        if (error.StatusCode == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = $"Bearer error=\"{error.Error}\"";
        }
        else if (error.StatusCode == StatusCodes.Status503ServiceUnavailable)
        {
            return OAuthResults.Error(error);
        }

        return OAuthResults.Json(
            context,
            new Dictionary<string, string> { ["error"] = error.Error, ["error_description"] = error.ErrorDescription },
            error.StatusCode);
    }

    private static async Task<byte[]?> ReadBodyAsync(HttpRequest request)
    {
        if (request.ContentLength > MaximumLength)
        {
            return null;
        }

        using MemoryStream body = new();
        byte[] buffer = new byte[8192];
        int read;
        while ((read = await request.Body.ReadAsync(buffer)) > 0)
        {
            if (body.Length + read > MaximumLength)
            {
                return null;
            }

            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }

    private async Task<OAuthError?> FindErrorAsync(byte[] body, CancellationToken cancellationToken)
    {
        ClientRegistrationReport report = await check.ValidateAsync(validator, body, cancellationToken);
        foreach (ClientRegistrationFinding finding in report.Findings)
        {
            LogFinding(finding);
        }

        return report.Metadata is null ? report.Error : null;
    }

    private IResult Answer(HttpContext context, ClientRegistrationResponse response)
    {
        if (response.Exception is { } exception)
        {
            LogUnavailable(exception);
        }

        if (response.Error is { } error)
        {
            return Error(context, error);
        }

        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.Pragma = "no-cache";
        if (response.Metadata is not { } metadata)
        {
            return Results.StatusCode(response.StatusCode);
        }

        context.Response.StatusCode = response.StatusCode;
        return Results.Bytes(response.ToUtf8Json(address.Of(metadata.ClientId)), "application/json");
    }

    [LoggerMessage(LogLevel.Information, "Registration request: {Finding}")]
    private partial void LogFinding(ClientRegistrationFinding finding);

    [LoggerMessage(LogLevel.Error, "Registrations cannot be read or written")]
    private partial void LogUnavailable(Exception exception);
}
