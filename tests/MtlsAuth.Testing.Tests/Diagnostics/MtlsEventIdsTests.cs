using System.Reflection;
using Microsoft.Extensions.Logging;
using MtlsAuth.AspNetCore;
using MtlsAuth.AspNetCore.JwtBearer;
using MtlsAuth.EntityFrameworkCore;
using MtlsAuth.JwksUri;
using MtlsAuth.OpenIddict;
using MtlsAuth.Redis;

namespace MtlsAuth.Testing.Tests.Diagnostics;

/// <summary>The constants are the events that are compiled into the packages.</summary>
public sealed class MtlsEventIdsTests
{
    private static readonly Assembly[] Packages =
    [
        typeof(ClientMetadata).Assembly,
        typeof(MtlsAuthOptions).Assembly,
        typeof(CertificateBindingExtensions).Assembly,
        typeof(MtlsEntityFrameworkServiceCollectionExtensions).Assembly,
        typeof(JwksUriOptions).Assembly,
        typeof(MtlsOpenIddictOptions).Assembly,
        typeof(MtlsRedisExtensions).Assembly,
    ];

    // Where the method's own name does not say enough among the events of all packages. Two packages share the last one.
    private static readonly Dictionary<string, string> Renamed = new(StringComparer.Ordinal)
    {
        ["JwksUriLog.Fetched"] = nameof(MtlsEventIds.KeysFetched),
        ["JwksUriLog.NotModified"] = nameof(MtlsEventIds.KeysNotModified),
        ["JwksUriLog.FailedWithKeys"] = nameof(MtlsEventIds.KeyFetchFailedWithKeys),
        ["JwksUriLog.FailedWithoutKeys"] = nameof(MtlsEventIds.KeyFetchFailedWithoutKeys),
        ["JwksUriLog.FailedAtRegistration"] = nameof(MtlsEventIds.KeyFetchFailedAtRegistration),
        ["ClientCacheLog.FailedWithClient"] = nameof(MtlsEventIds.StoreFailedWithClient),
        ["ClientCacheLog.FailedWithoutClient"] = nameof(MtlsEventIds.StoreFailedWithoutClient),
        ["OpenIddictLog.TokenRefused"] = nameof(MtlsEventIds.OpenIddictTokenRefused),
        ["OpenIddictLog.EmptySecret"] = nameof(MtlsEventIds.OpenIddictEmptySecret),
        ["Log.ObserverFailed"] = nameof(MtlsEventIds.ClientChangeNotTold),
    };

    [Test]
    public void Each_event_of_each_package_has_its_constant_and_each_constant_an_event()
    {
        HashSet<(string Name, int Id)> logged =
        [
            .. from package in Packages
               from type in package.GetTypes()
               from method in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
               let message = method.GetCustomAttribute<LoggerMessageAttribute>()
               where message is not null
               select (Renamed.GetValueOrDefault($"{type.Name}.{method.Name}", method.Name), message.EventId),
        ];

        Constants().Should().BeEquivalentTo(logged);
    }

    [Test]
    public void No_two_constants_are_the_same_event() => Constants().Select(static item => item.Id).Should().OnlyHaveUniqueItems();

    private static IEnumerable<(string Name, int Id)> Constants() =>
        typeof(MtlsEventIds).GetFields().Select(static field => (field.Name, (int)field.GetRawConstantValue()!));
}
