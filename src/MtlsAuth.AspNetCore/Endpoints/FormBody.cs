using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace MtlsAuth.AspNetCore.Endpoints;

/// <summary>The form of a request (RFC 6749 §3.2), or why there is none.</summary>
/// <param name="Form">The parameters, or null.</param>
/// <param name="Malformation">What is malformed, or null.</param>
/// <param name="IsAborted">Whether the client went away in the middle.</param>
internal readonly record struct FormBody(IFormCollection? Form, string? Malformation = null, bool IsAborted = false)
{
    private const string FormType = "application/x-www-form-urlencoded";

    /// <summary>Whether the request is a POST of a form, the only kind that can say something about the client.</summary>
    public static bool IsIn(HttpRequest request) => HttpMethods.IsPost(request.Method) && FindProblem(request.ContentType) is null;

    /// <summary>Reads the form, and leaves it to the endpoint, since a body can be read only once.</summary>
    /// <param name="request">The request.</param>
    /// <param name="maximumLength">The longest body that is read, in octets.</param>
    /// <param name="cancellationToken">Cancelled when the client goes away.</param>
    public static async ValueTask<FormBody> ReadAsync(HttpRequest request, int maximumLength, CancellationToken cancellationToken)
    {
        // RFC 6749 §3.2, §2.3.1: parameters come in the body of a POST. One in the address would be a second word on who this is.
        if (FindProblem(request, maximumLength) is { } problem)
        {
            return new FormBody(null, problem);
        }

        IFeatureCollection features = request.HttpContext.Features;
        if (features.Get<IFormFeature>()?.Form is { } alreadyRead)
        {
            return new FormBody(alreadyRead);
        }

        // Not by the platform's form feature, which knows no limit for the whole body, and throws for some values of "charset".
        LimitedPipeReader body = new(request.BodyReader, maximumLength);
        try
        {
            // RFC 6749 appendix B: UTF-8, whatever the content type says.
            FormPipeReader reader = new(body, Encoding.UTF8)
            {
                ValueCountLimit = 256,
                KeyLengthLimit = 256,
                ValueLengthLimit = maximumLength,
            };
            FormCollection form = new(await reader.ReadFormAsync(cancellationToken).ConfigureAwait(false));
            features.Set<IFormFeature>(new FormFeature(form));
            return new FormBody(form);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or OperationCanceledException)
        {
            // Nobody is to take the rest for the whole.
            request.Body = Stream.Null;
            if (FindProblem(exception, body.IsTooLong) is { } malformation)
            {
                return new FormBody(null, malformation);
            }

            // Kestrel would try to read the rest, and log an error.
            request.HttpContext.Abort();
            return new FormBody(null, IsAborted: true);
        }
    }

    // Null where the client went away.
    private static string? FindProblem(Exception exception, bool isTooLong) => exception switch
    {
        InvalidDataException => isTooLong ? RequestMalformation.TooLong : RequestMalformation.Unreadable,
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => RequestMalformation.TooLong,
        BadHttpRequestException => RequestMalformation.Incomplete,
        _ => null,
    };

    private static string? FindProblem(HttpRequest request, int maximumLength) =>
        !HttpMethods.IsPost(request.Method) ? RequestMalformation.NotPost
        : FindCredentialInAddress(request) is { } name ? RequestMalformation.InAddress(name)
        : FindProblem(request.ContentType) is { } problem ? problem
        : request.ContentLength > maximumLength ? RequestMalformation.TooLong
        : null;

    private static string? FindCredentialInAddress(HttpRequest request)
    {
        if (request.QueryString.HasValue)
        {
            foreach (string name in ClientCredentialsForm.Names)
            {
                if (request.Query.ContainsKey(name))
                {
                    return name;
                }
            }
        }

        return null;
    }

    private static string? FindProblem(string? contentType)
    {
        if (string.Equals(contentType, FormType, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        if (string.IsNullOrEmpty(contentType))
        {
            return RequestMalformation.NoContentType;
        }

        return !MediaTypeHeaderValue.TryParse(contentType, out MediaTypeHeaderValue? type) ? RequestMalformation.NoForm
            : type.MediaType.Equals(FormType, StringComparison.OrdinalIgnoreCase) ? null
            : type.MediaType.EndsWith("json", StringComparison.OrdinalIgnoreCase) ? RequestMalformation.Json
            : type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase) ? RequestMalformation.Multipart
            : RequestMalformation.NoForm;
    }
}
