using Microsoft.AspNetCore.Http;

namespace MtlsAuth.AspNetCore.Endpoints;

/// <summary>Who a request says its client is, and what else than a certificate is there to prove it.</summary>
/// <param name="ClientId">The client's id, or null.</param>
/// <param name="HasOtherCredential">Whether there is another credential, if only an empty one.</param>
/// <param name="HasUsableCredential">Whether there is one that every reader takes for one, so that somebody has to check it.</param>
/// <param name="Malformation">What is malformed, or null.</param>
/// <param name="IsAborted">Whether the client went away.</param>
internal readonly record struct ClientClaim(
    string? ClientId, bool HasOtherCredential, bool HasUsableCredential, string? Malformation = null, bool IsAborted = false)
{
    public static ClientClaim Aborted { get; } = new(null, HasOtherCredential: false, HasUsableCredential: false, IsAborted: true);

    /// <summary>What counts where clients authenticate by certificate only: <c>client_id</c> is in the form (RFC 8705 §2).</summary>
    public static ClientClaim OfMutualTlsClient(FormBody body, HttpRequest request)
    {
        ClientCredentialsForm form = ClientCredentialsForm.Read(body);
        if (FindProblem(body, form) is { } problem)
        {
            return problem;
        }

        bool hasOther = form.Secret is not null
            || form.Assertion is not null
            || BasicCredentials.Find(request.Headers.Authorization).IsPresent;
        return new ClientClaim(form.ClientId, hasOther, hasOther);
    }

    /// <summary>
    /// What counts where there are further methods: the client is named in the form, in <c>Basic</c> (RFC 6749 §2.3.1) or in an assertion
    /// (RFC 7521 §4.2), or in several places that agree.
    /// </summary>
    public static ClientClaim OfAnyClient(FormBody body, HttpRequest request)
    {
        ClientCredentialsForm form = ClientCredentialsForm.Read(body);
        if (FindProblem(body, form) is { } problem)
        {
            return problem;
        }

        if ((form.Assertion is null) != (form.AssertionType is null))
        {
            return Malformed(RequestMalformation.AssertionParameters);
        }

        BasicCredentials basic = BasicCredentials.Find(request.Headers.Authorization);
        if (basic is { IsPresent: true, ClientId: null })
        {
            return Malformed(RequestMalformation.Basic);
        }

        string? named = basic.ClientId;
        if (form.Assertion is { } assertion && !ClientAssertion.TryReadClientId(form.AssertionType!, assertion, out named))
        {
            return Malformed(RequestMalformation.Assertion);
        }

        // RFC 6749 §2.3: one method in a request. Which one another reader would take is not for guessing.
        if ((basic.IsPresent ? 1 : 0) + (form.Secret is null ? 0 : 1) + (form.Assertion is null ? 0 : 1) > 1)
        {
            return Malformed(RequestMalformation.SeveralCredentials);
        }

        return form.ClientId is { } clientId && named is not null && named != clientId
            ? Malformed(RequestMalformation.SeveralClients)
            : new ClientClaim(
                form.ClientId ?? named,
                HasOtherCredential: basic.IsPresent || form.Secret is not null || form.Assertion is not null,
                HasUsableCredential: basic.HasPassword || !string.IsNullOrWhiteSpace(form.Secret) || form.Assertion is not null);
    }

    private static ClientClaim? FindProblem(FormBody body, ClientCredentialsForm form) =>
        body.IsAborted ? Aborted : form.Malformation is { } malformation ? Malformed(malformation) : null;

    private static ClientClaim Malformed(string malformation) =>
        new(null, HasOtherCredential: false, HasUsableCredential: false, malformation);
}
