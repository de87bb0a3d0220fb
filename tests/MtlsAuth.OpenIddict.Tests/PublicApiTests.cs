using System.Reflection;
using System.Runtime.CompilerServices;

namespace MtlsAuth.OpenIddict.Tests;

public sealed class PublicApiTests
{
    // C# 12, the language of net8.0, reads "params" of anything but an array as an ordinary parameter, which a call cannot leave out.
    [Test]
    public void Params_are_arrays_so_that_older_compilers_see_them()
    {
        IEnumerable<MethodBase> methods = typeof(MtlsOpenIddictOptions).Assembly.GetExportedTypes()
            .SelectMany(type => type.GetMethods().Concat<MethodBase>(type.GetConstructors()));

        methods.Where(method => method.GetParameters().Any(item => item.IsDefined(typeof(ParamCollectionAttribute)))).Should().BeEmpty();
    }
}
