namespace MtlsAuth.Tests.Authentication;

/// <summary>Answers with one key set after the other, and remembers how it was asked.</summary>
internal sealed class StubJwkSetSource(params IReadOnlyList<Func<ClientJwkSet?>> answers) : IClientJwkSetSource
{
    public List<bool> Refreshes { get; } = [];

    public ValueTask<ClientJwkSet?> GetAsync(RegisteredClient client, bool refresh, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Refreshes.Add(refresh);
        return ValueTask.FromResult(answers[Refreshes.Count - 1]());
    }
}
