using Microsoft.AspNetCore.Http.Features;

namespace AuthorizationServer.Page;

/// <summary>Stands in front of everything below <c>/ui</c>.</summary>
/// <param name="port">The port for browsers: at the others they would be asked for a certificate, or came through a proxy.</param>
internal sealed class PageGuard(int port)
{
    /// <summary>The longest request, in octets: a chain of certificates in base64, escaped.</summary>
    public const int MaximumLength = 262_144;

    // Nothing but what the server itself serves, no script or style in the page, and no frame around it.
    private const string ContentSecurityPolicy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
        + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    public Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        SetHeaders(context.Response.Headers);
        if (context.Connection.LocalPort != port)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        HttpRequest request = context.Request;
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !IsFromThisPage(request))
        {
            Html page = PageLayout.Refuse("Not from this page", Html.Of($"<p>The form was sent from another site, or by no browser.</p>"));
            return new PageResult(page, StatusCodes.Status403Forbidden).ExecuteAsync(context);
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaximumLength;
        }

        return next(context);
    }

    // What is sent here may register a client, so other sites must not let a browser send it. There are no cookies that a token in the
    // form could be compared with, and browsers say by themselves where a form comes from.
    private static bool IsFromThisPage(HttpRequest request) =>
        request.Headers.Origin == $"{request.Scheme}://{request.Host}"
        && request.Headers["Sec-Fetch-Site"].ToString() is "same-origin" or "";

    private static void SetHeaders(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers.CacheControl = "no-store";

        // With no-referrer, browsers would send "null" as the origin of this page's own forms.
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
    }
}
