using MtlsAuth;
using MtlsAuth.AspNetCore;

namespace AuthorizationServer;

/// <summary>Responses that nobody may keep (RFC 6749 §5.1, §5.2).</summary>
internal static class OAuthResults
{
    public static IResult Json(HttpContext context, object body, int? statusCode = null)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.Pragma = "no-cache";
        return Results.Json(body, statusCode: statusCode);
    }

    public static IResult Error(OAuthError error) => new ErrorResult(error);

    private sealed class ErrorResult(OAuthError error) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => httpContext.WriteOAuthErrorAsync(error);
    }
}
