using AuthorizationServer.Storage;
using MtlsAuth;
using MtlsAuth.AspNetCore;

namespace AuthorizationServer;

/// <summary>Answers 503 where clients or grants cannot be had at the moment, as client authentication does by itself.</summary>
internal static partial class Unavailability
{
    private static readonly OAuthError TemporarilyUnavailable =
        new("temporarily_unavailable", "The server cannot reach its store at the moment", StatusCodes.Status503ServiceUnavailable);

    public static async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception)
            when (exception is GrantsUnavailableException or ClientMetadataUnavailableException && !context.Response.HasStarted)
        {
            LogUnavailable(context.RequestServices.GetRequiredService<ILogger<WebApplication>>(), exception);
            await context.WriteOAuthErrorAsync(TemporarilyUnavailable);
        }
    }

    [LoggerMessage(LogLevel.Error, "A request was not answered: its store is unavailable")]
    private static partial void LogUnavailable(ILogger logger, Exception exception);
}
