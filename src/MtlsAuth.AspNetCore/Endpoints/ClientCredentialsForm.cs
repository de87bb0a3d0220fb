using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace MtlsAuth.AspNetCore.Endpoints;

/// <summary>What a request's form says about the client (RFC 6749 §2.3.1, §3.2; RFC 7521 §4.2).</summary>
/// <param name="ClientId">The <c>client_id</c>, or null.</param>
/// <param name="Secret">The <c>client_secret</c>, or null.</param>
/// <param name="Assertion">The <c>client_assertion</c>, or null.</param>
/// <param name="AssertionType">The <c>client_assertion_type</c>, or null.</param>
/// <param name="Malformation">What is malformed, or null.</param>
internal readonly record struct ClientCredentialsForm(
    string? ClientId, string? Secret, string? Assertion, string? AssertionType, string? Malformation)
{
    private const string ClientIdName = "client_id";
    private const string SecretName = "client_secret";
    private const string AssertionName = "client_assertion";
    private const string AssertionTypeName = "client_assertion_type";

    /// <summary>The parameters that say who the client is and prove it.</summary>
    public static IReadOnlyList<string> Names { get; } = [ClientIdName, SecretName, AssertionName, AssertionTypeName];

    /// <summary>Reads the parameters.</summary>
    public static ClientCredentialsForm Read(FormBody body)
    {
        if (body.Form is not { } form)
        {
            return new ClientCredentialsForm(null, null, null, null, body.Malformation);
        }

        string? repeated = null;
        string? clientId = Find(form, ClientIdName, ref repeated);
        string? secret = Find(form, SecretName, ref repeated);
        string? assertion = Find(form, AssertionName, ref repeated);
        string? assertionType = Find(form, AssertionTypeName, ref repeated);
        return repeated is null
            ? new ClientCredentialsForm(clientId, secret, assertion, assertionType, null)
            : new ClientCredentialsForm(null, null, null, null, RequestMalformation.Repeated(repeated));
    }

    // RFC 6749 §3.2: a parameter must not occur twice; one without a value counts as omitted.
    private static string? Find(IFormCollection form, string name, ref string? repeated)
    {
        if (!form.TryGetValue(name, out StringValues values))
        {
            return null;
        }

        if (values.Count > 1)
        {
            repeated ??= name;
        }

        return values.Count == 1 && values[0] is { Length: > 0 } value ? value : null;
    }
}
