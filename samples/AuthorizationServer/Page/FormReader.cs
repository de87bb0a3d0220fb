using Microsoft.AspNetCore.Http.Features;

namespace AuthorizationServer.Page;

/// <summary>Reads the forms of the page, which anybody may send.</summary>
internal static class FormReader
{
    /// <summary>The longest file and the longest field: the largest certificate there is in base64.</summary>
    public const int MaximumLength = 131_072;

    // Files stay in memory: they are as short as everything else.
    private static readonly FormOptions Limits = new()
    {
        MemoryBufferThreshold = PageGuard.MaximumLength,
        KeyLengthLimit = 64,
        ValueCountLimit = 8,
        ValueLengthLimit = MaximumLength,
        MultipartBodyLengthLimit = MaximumLength,
        MultipartHeadersCountLimit = 8,
        MultipartHeadersLengthLimit = 4096,
    };

    /// <summary>Reads the form; one of the two is null.</summary>
    public static async Task<(IFormCollection? Form, PageResult? Refusal)> ReadAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType)
        {
            return (null, Refuse("No form", Html.Of($"The request is not a form."), StatusCodes.Status415UnsupportedMediaType));
        }

        try
        {
            return (await context.Request.ReadFormAsync(Limits, context.RequestAborted), null);
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (null, Refuse(
                "Too large", Html.Of($"More than {PageGuard.MaximumLength} octets are not read."), StatusCodes.Status413PayloadTooLarge));
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            return (null, Refuse(
                "A form that is not read",
                Html.Of($"It is broken, or one field or file is longer than {MaximumLength} octets."),
                StatusCodes.Status400BadRequest));
        }
    }

    private static PageResult Refuse(string title, Html why, int statusCode) =>
        new(PageLayout.Refuse(title, Html.Of($"<p>{why}</p>")), statusCode);
}
