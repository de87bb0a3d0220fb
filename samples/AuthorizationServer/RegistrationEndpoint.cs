using System.Text.Json.Nodes;
using MtlsAuth;
using MtlsAuth.JwksUri;
using MtlsAuth.Registration;

namespace AuthorizationServer;

/// <summary>Dynamic client registration (RFC 7591), open to everybody who reaches this port: fit for a demonstration only.</summary>
internal static partial class RegistrationEndpoint
{
    private const int MaximumLength = 65_536;

    public static async Task<IResult> HandleAsync(
        HttpContext context,
        ClientRegistry registry,
        ClientRegistrationValidator validator,
        JwksUriRegistrationCheck check,
        ILogger<ClientRegistry> logger)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.Pragma = "no-cache";
        if (await ReadBodyAsync(context.Request) is not { } body)
        {
            return Error("invalid_client_metadata", "The request is too long");
        }

        ClientRegistrationReport report = await check.ValidateAsync(validator, body, context.RequestAborted);
        foreach (ClientRegistrationFinding finding in report.Findings)
        {
            LogFinding(logger, finding);
        }

        if (report.Metadata is null)
        {
            return Error(report.Error!.Error, report.Error.ErrorDescription);
        }

        ClientMetadata registered = report.Metadata with { ClientId = Guid.NewGuid().ToString("N") };
        if (!await registry.TryAddAsync(registered))
        {
            return Error("invalid_client_metadata", "The metadata cannot be stored");
        }

        string json = JsonNode.Parse(registered.ToUtf8Json())!.ToJsonString();
        return Results.Text(json, "application/json", statusCode: StatusCodes.Status201Created);
    }

    [LoggerMessage(LogLevel.Information, "Registration request: {Finding}")]
    private static partial void LogFinding(ILogger logger, ClientRegistrationFinding finding);

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

    private static IResult Error(string error, string description) => Results.Json(
        new Dictionary<string, string> { ["error"] = error, ["error_description"] = description },
        statusCode: StatusCodes.Status400BadRequest);
}
