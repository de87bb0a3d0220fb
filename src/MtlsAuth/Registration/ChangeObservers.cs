namespace MtlsAuth.Registration;

/// <summary>Tells all who keep copies of clients that one has changed. One that fails keeps it from nobody else.</summary>
internal sealed class ChangeObservers(IEnumerable<IClientChangeObserver> observers, Action<Exception>? onFailed)
{
    private readonly IReadOnlyList<IClientChangeObserver> _observers = [.. observers];

    public async ValueTask TellAsync(string clientId)
    {
        foreach (IClientChangeObserver observer in _observers)
        {
            try
            {
                await observer.ClientChangedAsync(clientId, CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                onFailed?.Invoke(exception);
            }
        }
    }
}
