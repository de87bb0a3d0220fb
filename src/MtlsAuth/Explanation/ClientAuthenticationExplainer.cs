using MtlsAuth.Certificates;
using MtlsAuth.Explanation;

namespace MtlsAuth;

/// <summary>Explains decisions to people: what is registered, what was presented, and where the two differ.</summary>
/// <remarks>
/// The authenticator decides, and the explanation describes: no part of it lets anybody in. It takes longer than the decision, and is
/// for consoles of administrators and tools. Thread-safe.
/// </remarks>
/// <example>
/// <code>
/// ClientCertificateAuthenticatorOptions options = new();
/// ClientAuthenticationResult result = await new ClientCertificateAuthenticator(clients, options).AuthenticateAsync(
///     new ClientAuthenticationRequest { ClientId = clientId, Presented = presented });
/// ClientAuthenticationExplanation explanation = await new ClientAuthenticationExplainer(options).ExplainAsync(result);
/// foreach (RegisteredValueComparison comparison in explanation.Comparisons)
/// {
///     Console.WriteLine(comparison);
/// }
/// </code>
/// </example>
public sealed class ClientAuthenticationExplainer
{
    private readonly SelfSignedMatching _selfSignedMatching;
    private readonly bool _allowReversedSubjectDn;
    private readonly IClientJwkSetSource? _jwkSetSource;

    /// <summary>Creates an explainer.</summary>
    /// <param name="options">The authenticator's settings, which say what it compares; null for the defaults.</param>
    /// <param name="jwkSetSource">The authenticator's source of keys behind a <c>jwks_uri</c>; null if there is none.</param>
    public ClientAuthenticationExplainer(
        ClientCertificateAuthenticatorOptions? options = null, IClientJwkSetSource? jwkSetSource = null)
    {
        options ??= new ClientCertificateAuthenticatorOptions();
        _selfSignedMatching = options.SelfSignedMatching;
        _allowReversedSubjectDn = options.AllowReversedSubjectDn;
        _jwkSetSource = jwkSetSource;
    }

    /// <summary>Explains a decision.</summary>
    /// <param name="result">The decision of an authenticator with the same settings.</param>
    /// <param name="cancellationToken">Cancels fetching keys.</param>
    /// <exception cref="ArgumentNullException"><paramref name="result"/> is null.</exception>
    public async ValueTask<ClientAuthenticationExplanation> ExplainAsync(
        ClientAuthenticationResult result, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (result is not { Client: { } client, Certificate: { } certificate })
        {
            return new ClientAuthenticationExplanation(result, [], 0);
        }

        List<ComparedValue> compared = [.. await CompareAsync(client, certificate, cancellationToken).ConfigureAwait(false)];
        return new ClientAuthenticationExplanation(
            result,
            [
                .. compared.OrderBy(static item => item.Difference)
                    .Take(ClientAuthenticationExplanation.MaximumCount)
                    .Select(static item => item.Describe()),
            ],
            Math.Max(0, compared.Count - ClientAuthenticationExplanation.MaximumCount));
    }

    private async ValueTask<IEnumerable<ComparedValue>> CompareAsync(
        RegisteredClient client, ClientCertificate certificate, CancellationToken cancellationToken)
    {
        switch (client.Credential)
        {
            case RegisteredPublicKeys registered:
                return KeyComparison.Compare(
                    registered.Keys ?? await FetchAsync(client, cancellationToken).ConfigureAwait(false),
                    certificate,
                    SelfSignedMatching.PublicKey);
            case RegisteredCertificates registered:
                return KeyComparison.Compare(
                    registered.Keys ?? await FetchAsync(client, cancellationToken).ConfigureAwait(false),
                    certificate,
                    registered.Matching ?? _selfSignedMatching);
            case RegisteredSubject registered:
                return NameComparison.Compare(registered, certificate, _allowReversedSubjectDn);
            default:
                return [];
        }
    }

    private async ValueTask<ClientJwkSet> FetchAsync(RegisteredClient client, CancellationToken cancellationToken)
    {
        if (_jwkSetSource is null)
        {
            return ClientJwkSet.Empty;
        }

        try
        {
            // What the decision was made on: it has asked for newer keys itself, if it had to.
            return (await _jwkSetSource.GetAsync(client, refresh: false, cancellationToken).ConfigureAwait(false)).Keys
                ?? ClientJwkSet.Empty;
        }
        catch (Exception)
        {
            // The source is the application's code, which may fail in any way; the decision has said so.
            cancellationToken.ThrowIfCancellationRequested();
            return ClientJwkSet.Empty;
        }
    }
}
