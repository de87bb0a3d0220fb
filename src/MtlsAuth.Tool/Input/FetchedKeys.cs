using MtlsAuth.Tool.Running;

namespace MtlsAuth.Tool.Input;

/// <summary>The keys behind a client's <c>jwks_uri</c>, fetched once for a run.</summary>
internal sealed class FetchedKeys(ToolEnvironment environment) : IClientJwkSetSource
{
    private ClientJwkSetResult? _fetched;

    public async ValueTask<ClientJwkSetResult> GetAsync(
        RegisteredClient client, bool refresh, CancellationToken cancellationToken = default) =>
        _fetched ??= await FetchAsync(client.Metadata.JwksUri!, cancellationToken).ConfigureAwait(false);

    private async Task<ClientJwkSetResult> FetchAsync(string url, CancellationToken cancellationToken)
    {
        try
        {
            byte[] json = await KeySetAddress.FetchAsync(environment, url, cancellationToken).ConfigureAwait(false);
            return ClientJwkSet.TryParse(json, out ClientJwkSet? keys, out ClientJwkSetError error)
                ? ClientJwkSetResult.Current(keys)
                : ClientJwkSetResult.Unusable($"behind jwks_uri is no JWK Set that can be used: {error}");
        }
        catch (Exception exception) when (exception is UsageException or UnreadableException)
        {
            return ClientJwkSetResult.Unavailable(exception.Message);
        }
    }
}
