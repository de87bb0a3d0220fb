namespace MtlsAuth.Tests.Authentication;

/// <summary>Answers with one key set after the other, and remembers how it was asked.</summary>
internal sealed class StubJwkSetSource(params IReadOnlyList<Func<ClientJwkSetResult>> answers) : IClientJwkSetSource
{
    public List<bool> Refreshes { get; } = [];

    public ValueTask<ClientJwkSetResult> GetAsync(RegisteredClient client, bool refresh, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Refreshes.Add(refresh);
        return ValueTask.FromResult(answers[Refreshes.Count - 1]());
    }
}
