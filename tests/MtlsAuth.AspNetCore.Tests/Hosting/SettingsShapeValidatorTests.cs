using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using MtlsAuth.AspNetCore.Hosting;

namespace MtlsAuth.AspNetCore.Tests.Hosting;

public sealed class SettingsShapeValidatorTests
{
    [TestCase("Challenge", true)]
    [TestCase("EnabledMethods:0", true)]
    [TestCase("EnabledMethods", false)]
    [TestCase("Challenge:0", false)]
    public void Validate_succeeds_where_each_setting_has_its_shape(string setting, bool expected)
    {
        IConfigurationRoot section = new ConfigurationBuilder().AddInMemoryCollection([new(setting, "value")]).Build();
        SettingsShapeValidator<MtlsAuthOptions> validator = new(section, compound: ["EnabledMethods"], neverEmpty: ["EnabledMethods"]);

        ValidateOptionsResult result = validator.Validate(null, new MtlsAuthOptions());

        (result.Succeeded, result.Failed).Should().Be((expected, !expected));
    }
}
