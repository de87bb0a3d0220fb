using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace MtlsAuth.AspNetCore.Hosting;

/// <summary>What the application registered, to see how long its services live.</summary>
/// <remarks>
/// The container itself checks that no singleton keeps what was made for one request, but only in Development. In Production such a
/// singleton would go on with what it got first: a replaced key or a deleted client would go unnoticed.
/// </remarks>
internal sealed class ServiceLifetimes(IServiceCollection services)
{
    /// <summary>The registration that counts, which is the last; null if there is none.</summary>
    public ServiceDescriptor? Find(Type service, object? key = null) => services.LastOrDefault(
        item => item.ServiceType == service && Equals(item.ServiceKey, key))
        ?? (service.IsConstructedGenericType ? Find(service.GetGenericTypeDefinition(), key) : null);

    /// <summary>The registrations that count: the last without a key, and the last of each key.</summary>
    /// <remarks>What stands in front of a service, such as a cache, has that service registered under a key.</remarks>
    public IEnumerable<ServiceDescriptor> FindAll(Type service) => services
        .Where(item => item.ServiceType == service && item.ServiceKey != KeyedService.AnyKey)
        .GroupBy(static item => item.ServiceKey)
        .Select(static registrations => registrations.Last());

    /// <summary>The first scoped service that a singleton would keep, and how it comes to it; null if there is none.</summary>
    /// <remarks>Constructors are followed. What a factory takes out of the container cannot be seen.</remarks>
    public string? FindCaptive(Type singleton) => FindAll(singleton)
        .Where(static registration => registration.Lifetime == ServiceLifetime.Singleton)
        .Select(registration => FindScoped(registration, []))
        .FirstOrDefault(static found => found is not null);

    private string? FindScoped(ServiceDescriptor registration, HashSet<ServiceDescriptor> seen)
    {
        if (!seen.Add(registration) || ImplementationOf(registration) is not { } implementation)
        {
            return null;
        }

        foreach (ServiceDescriptor dependency in DependenciesOf(implementation))
        {
            if (dependency.Lifetime == ServiceLifetime.Scoped)
            {
                return $"{Name(implementation)} needs {Name(dependency.ServiceType)}";
            }

            if (FindScoped(dependency, seen) is { } further)
            {
                return $"{Name(implementation)} needs {Name(dependency.ServiceType)}, {further}";
            }
        }

        return null;
    }

    [return: DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)]
    private static Type? ImplementationOf(ServiceDescriptor registration) =>
        registration.IsKeyedService ? registration.KeyedImplementationType : registration.ImplementationType;

    private IEnumerable<ServiceDescriptor> DependenciesOf(
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] Type implementation)
    {
        // As the container chooses: the longest constructor of which it has all parameters.
        ConstructorInfo? chosen = implementation.GetConstructors()
            .OrderByDescending(static constructor => constructor.GetParameters().Length)
            .FirstOrDefault(constructor => constructor.GetParameters().All(
                parameter => parameter.HasDefaultValue || IsOfTheContainer(parameter.ParameterType) || Registrations(parameter).Any()));
        return chosen?.GetParameters().SelectMany(Registrations) ?? [];
    }

    private static bool IsOfTheContainer(Type type) =>
        type == typeof(IServiceProvider)
        || type == typeof(IServiceScopeFactory)
        || type == typeof(IServiceProviderIsService)
        || type == typeof(IServiceProviderIsKeyedService)
        || (type.IsConstructedGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>));

    private IEnumerable<ServiceDescriptor> Registrations(ParameterInfo parameter)
    {
        Type type = parameter.ParameterType;
        object? key = parameter.GetCustomAttribute<FromKeyedServicesAttribute>()?.Key;
        if (Find(type, key) is { } single)
        {
            return [single];
        }

        return type.IsConstructedGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>)
            ? services.Where(item => item.ServiceType == type.GenericTypeArguments[0] && Equals(item.ServiceKey, key))
            : [];
    }

    private static string Name(Type type) => type.FullName ?? type.Name;
}
