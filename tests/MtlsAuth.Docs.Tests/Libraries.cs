using System.Reflection;
using MtlsAuth.AspNetCore;
using MtlsAuth.AspNetCore.JwtBearer;
using MtlsAuth.EntityFrameworkCore;
using MtlsAuth.JwksUri;
using MtlsAuth.OpenIddict;
using MtlsAuth.Redis;

namespace MtlsAuth.Docs.Tests;

/// <summary>The libraries that the documentation is about.</summary>
internal static class Libraries
{
    public static IReadOnlyList<Assembly> All { get; } =
    [
        typeof(MtlsAuthOptions).Assembly,
        typeof(ClientMetadata).Assembly,
        typeof(JwksUriOptions).Assembly,
        typeof(MtlsRedisOptions).Assembly,
        typeof(MtlsOpenIddictOptions).Assembly,
        typeof(CertificateBindingExtensions).Assembly,
        typeof(MtlsAuthModelBuilderExtensions).Assembly,
    ];
}
