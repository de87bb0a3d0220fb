namespace MtlsAuth.Registration;

/// <summary>Settings of a <see cref="ClientRegistry"/>, which copies them when it is created.</summary>
public sealed class ClientRegistryOptions
{
    /// <summary>
    /// What metadata is checked for. <see cref="ClientRegistrationValidatorOptions.IsTrustedSource"/> counts as set: what only the
    /// server decides is decided here.
    /// </summary>
    public ClientRegistrationValidatorOptions Validation { get; set; } = new();

    /// <summary>
    /// Is told what an <see cref="IClientChangeObserver"/> threw, for the log. The change has been made nevertheless. Must not throw.
    /// </summary>
    public Action<Exception>? OnObserverFailed { get; set; }
}
