using System.Reflection;
using System.Runtime.CompilerServices;
using MtlsAuth.Redis;

namespace MtlsAuth.JwksUri.Tests;

public sealed class PublicApiTests
{
    private static readonly Assembly[] Packages = [typeof(MtlsCacheDefaults).Assembly, typeof(MtlsRedisOptions).Assembly];

    // C# 12, the language of net8.0, reads "params" of anything but an array as an ordinary parameter, which a call cannot leave out.
    [TestCaseSource(nameof(Packages))]
    public void Params_are_arrays_so_that_older_compilers_see_them(Assembly package)
    {
        IEnumerable<MethodBase> methods = package.GetExportedTypes()
            .SelectMany(type => type.GetMethods().Concat<MethodBase>(type.GetConstructors()));

        methods.Where(method => method.GetParameters().Any(item => item.IsDefined(typeof(ParamCollectionAttribute)))).Should().BeEmpty();
    }
}
