using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MtlsAuth.AspNetCore.Diagnostics;
using MtlsAuth.AspNetCore.Options;
using MtlsAuth.Registration;

namespace MtlsAuth.AspNetCore.Hosting;

/// <summary>What registration checks, as the server's settings say.</summary>
internal static class RegistrationSettings
{
    /// <summary>The rules for metadata.</summary>
    /// <param name="provider">The application's services.</param>
    /// <param name="otherMethods">The methods that the server supports by itself.</param>
    /// <param name="isTrustedSource">Whether an operator sends the metadata, and no client.</param>
    public static ClientRegistrationValidatorOptions Create(
        IServiceProvider provider, IReadOnlyCollection<string> otherMethods, bool isTrustedSource)
    {
        MtlsAuthOptions options = provider.GetRequiredService<IOptions<MtlsAuthOptions>>().Value;
        ClientCertificateAuthenticatorOptions settings = AuthenticatorOptions.From(options);
        return new ClientRegistrationValidatorOptions
        {
            EnabledMethods = settings.EnabledMethods,
            OtherMethods = otherMethods,
            CertificatePolicy = settings.CertificatePolicy,
            SelfSignedMatching = settings.SelfSignedMatching,
            Profile = options.FindProfile(),
            SupportsJwksUri = provider.GetRequiredService<IServiceProviderIsService>().IsService(typeof(IClientJwkSetSource)),
            IsTrustedSource = isTrustedSource,
        };
    }

    /// <summary>The registry of the application's store, which tells all observers.</summary>
    public static IClientRegistry CreateRegistry(IServiceProvider provider)
    {
        IClientRecordStore store = provider.GetService<IClientRecordStore>()
            ?? throw new InvalidOperationException(
                $"The store of clients cannot be changed. Register it as {nameof(IClientRecordStore)} if it can.");
        ILogger logger = provider.GetRequiredService<ILoggerFactory>().CreateLogger(Log.Category);
        ClientRegistryOptions options = new()
        {
            Validation = provider.GetRequiredService<ClientRegistrationValidatorOptions>(),
            OnObserverFailed = exception => Log.ClientChangeNotTold(logger, exception),
        };
        return new ClientRegistry(
            store,
            options,
            provider.GetServices<IClientChangeObserver>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IClientKeyUseStore>());
    }
}
