namespace MtlsAuth.Tests.Registration;

/// <summary>Remembers what it was told, and does something then.</summary>
internal sealed class ChangeObserverStub(Action<string>? then = null) : IClientChangeObserver
{
    public List<string> Changed { get; } = [];

    public ValueTask ClientChangedAsync(string clientId, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Changed.Add(clientId);
        then?.Invoke(clientId);
        return ValueTask.CompletedTask;
    }
}
