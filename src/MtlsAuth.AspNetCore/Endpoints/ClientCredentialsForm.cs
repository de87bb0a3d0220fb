using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace MtlsAuth.AspNetCore.Endpoints;

/// <summary>What a request's form says about the client (RFC 6749 §2.3.1, §3.2; RFC 7521 §4.2).</summary>
internal readonly record struct ClientCredentialsForm(string? ClientId, bool HasOtherCredential, bool IsMalformed)
{
    private static readonly ClientCredentialsForm Malformed = new(null, HasOtherCredential: false, IsMalformed: true);

    public static async ValueTask<ClientCredentialsForm> ReadAsync(
        HttpRequest request, int maximumLength, CancellationToken cancellationToken)
    {
        // RFC 6749 §3.2: parameters come in the body of a POST. A client_id in the address would be a second word on who this is.
        if (!HttpMethods.IsPost(request.Method) || !IsForm(request) || request.Query.ContainsKey("client_id")
            || request.ContentLength > maximumLength)
        {
            return Malformed;
        }

        IFormCollection form;
        try
        {
            form = await ReadFormAsync(request, maximumLength, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is InvalidDataException or BadHttpRequestException)
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
        request.ContentType is { } contentType
        && contentType.AsSpan().Trim() is var type
        && (type.IndexOf(';') is var end and >= 0 ? type[..end].TrimEnd() : type)
            .Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);

    private static async Task<IFormCollection> ReadFormAsync(
        HttpRequest request, int maximumLength, CancellationToken cancellationToken)
    {
        IFormFeature? present = request.HttpContext.Features.Get<IFormFeature>();
        if (present?.Form is { } alreadyRead)
        {
            return alreadyRead;
        }

        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } body)
        {
            // Bounds a body that does not say its length; the server refuses to read further.
            body.MaxRequestBodySize = Math.Min(body.MaxRequestBodySize ?? long.MaxValue, maximumLength);
        }

        FormFeature feature = new(request, new FormOptions
        {
            BufferBody = false,
            ValueCountLimit = 256,
            KeyLengthLimit = 256,
            ValueLengthLimit = maximumLength,
        });
        request.HttpContext.Features.Set<IFormFeature>(feature);
        return await feature.ReadFormAsync(cancellationToken).ConfigureAwait(false);
    }

    private static bool TryGetSingle(IFormCollection form, string name, out string? value)
    {
        StringValues values = form[name];
        value = values.Count == 1 && values[0] is { Length: > 0 } single ? single : null;
        return values.Count <= 1;
    }
}
