using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace MtlsAuth.AspNetCore.Endpoints;

/// <summary>What a request's form says about the client (RFC 6749 §2.3.1, §3.2; RFC 7521 §4.2).</summary>
internal readonly record struct ClientCredentialsForm(string? ClientId, bool HasOtherCredential, bool IsMalformed)
{
    private static readonly ClientCredentialsForm Malformed = new(null, HasOtherCredential: false, IsMalformed: true);

    /// <summary>Whether the request is a POST of a form, the only kind that can say something about the client.</summary>
    public static bool IsIn(HttpRequest request) => HttpMethods.IsPost(request.Method) && IsForm(request);

    public static async ValueTask<ClientCredentialsForm> ReadAsync(
        HttpRequest request, int maximumLength, CancellationToken cancellationToken)
    {
        // RFC 6749 §3.2: parameters come in the body of a POST. A client_id in the address would be a second word on who this is.
        if (!IsIn(request) || request.Query.ContainsKey("client_id") || request.ContentLength > maximumLength)
        {
            return Malformed;
        }

        IFormCollection? form;
        try
        {
            form = await ReadFormAsync(request, maximumLength, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is InvalidDataException or BadHttpRequestException)
        {
            return Malformed;
        }

        if (form is null)
        {
            return Malformed;
        }

        // RFC 6749 §3.2: a parameter must not occur twice; one without a value counts as omitted.
        if (!TryGetSingle(form, "client_id", out string? clientId)
            || !TryGetSingle(form, "client_secret", out string? secret)
            || !TryGetSingle(form, "client_assertion", out string? assertion)
            || !TryGetSingle(form, "client_assertion_type", out _))
        {
            return Malformed;
        }

        bool hasOtherCredential = secret is not null || assertion is not null || request.Headers.Authorization.Count > 0;
        return new ClientCredentialsForm(clientId, hasOtherCredential, IsMalformed: false);
    }

    private static bool IsForm(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type)
        && type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);

    // Null if the body is too long. It is read here and not by the platform's form feature, which knows no limit for the whole body,
    // and throws for some values of "charset".
    private static async ValueTask<IFormCollection?> ReadFormAsync(
        HttpRequest request, int maximumLength, CancellationToken cancellationToken)
    {
        IFeatureCollection features = request.HttpContext.Features;
        if (features.Get<IFormFeature>()?.Form is { } alreadyRead)
        {
            return alreadyRead;
        }

        if (await ReadBodyAsync(request.Body, maximumLength, cancellationToken).ConfigureAwait(false) is not { } body)
        {
            // Nobody is to take the rest for the whole.
            request.Body = Stream.Null;
            return null;
        }

        // RFC 6749 appendix B: UTF-8, whatever the content type says.
        FormPipeReader reader = new(PipeReader.Create(new ReadOnlySequence<byte>(body)), Encoding.UTF8)
        {
            ValueCountLimit = 256,
            KeyLengthLimit = 256,
            ValueLengthLimit = maximumLength,
        };
        FormCollection form = new(await reader.ReadFormAsync(cancellationToken).ConfigureAwait(false));

        // For the endpoint, since the body can be read only once.
        features.Set<IFormFeature>(new FormFeature(form));
        return form;
    }

    private static async ValueTask<byte[]?> ReadBodyAsync(Stream body, int maximumLength, CancellationToken cancellationToken)
    {
        using MemoryStream read = new();
        byte[] buffer = new byte[4096];
        int count;
        while ((count = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (count > maximumLength - read.Length)
            {
                return null;
            }

            read.Write(buffer, 0, count);
        }

        return read.ToArray();
    }

    private static bool TryGetSingle(IFormCollection form, string name, out string? value)
    {
        StringValues values = form[name];
        value = values.Count == 1 && values[0] is { Length: > 0 } single ? single : null;
        return values.Count <= 1;
    }
}
