namespace AuthorizationServer.Page;

/// <summary>A page as the response.</summary>
internal sealed class PageResult(Html page, int statusCode = StatusCodes.Status200OK) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = statusCode;
        httpContext.Response.ContentType = "text/html; charset=utf-8";
        return httpContext.Response.WriteAsync(page.ToString(), httpContext.RequestAborted);
    }
}
