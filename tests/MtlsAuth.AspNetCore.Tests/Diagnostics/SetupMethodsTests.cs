using System.Reflection;
using MtlsAuth.AspNetCore.Diagnostics;

namespace MtlsAuth.AspNetCore.Tests.Diagnostics;

public sealed class SetupMethodsTests
{
    [Test]
    public void Each_names_a_method_that_applications_can_call()
    {
        HashSet<string> methods = [.. typeof(MtlsAuthBuilder).Assembly.GetExportedTypes()
            .SelectMany(static type => type.GetMethods()).Select(static method => method.Name)];

        typeof(SetupMethods).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(static field => (string)field.GetRawConstantValue()!).Should().NotBeEmpty().And.BeSubsetOf(methods);
    }
}
