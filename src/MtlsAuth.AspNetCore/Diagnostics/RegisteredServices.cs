using Microsoft.Extensions.DependencyInjection;

namespace MtlsAuth.AspNetCore.Diagnostics;

/// <summary>Finds the library's own services, or says what the application has forgotten.</summary>
internal static class RegisteredServices
{
    /// <param name="services">The application's services.</param>
    /// <param name="registration">The method that registers the service: one of <see cref="SetupMethods"/>.</param>
    /// <exception cref="InvalidOperationException">The application has not called it.</exception>
    public static T GetRegistered<T>(this IServiceProvider services, string registration)
        where T : class =>
        services.GetService<T>()
        ?? throw new InvalidOperationException(
            $"{registration} is missing: call builder.Services.{registration} before the application is built.");
}
