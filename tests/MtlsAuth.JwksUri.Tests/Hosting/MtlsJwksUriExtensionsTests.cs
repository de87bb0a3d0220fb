using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using MtlsAuth.JwksUri.KeySets;

namespace MtlsAuth.JwksUri.Tests.Hosting;

/// <summary>A server with settings that cannot be used does not start, and says which ones.</summary>
public sealed class MtlsJwksUriExtensionsTests
{
    [Test]
    public async Task Settings_come_from_the_configuration()
    {
        using IHost host = Build(services => services.AddMtlsJwksUri(Section(
            ("MaximumAge", "02:00:00"), ("InternalHosts:0", "keys.corp.example"), ("Proxy", "http://proxy.corp.example:3128"))));

        await host.StartAsync();

        JwksUriOptions options = host.Services.GetRequiredService<IOptions<JwksUriOptions>>().Value;
        options.MaximumAge.Should().Be(TimeSpan.FromHours(2));
        options.InternalHosts.Should().Equal("keys.corp.example");
        options.Proxy.Should().Be(new Uri("http://proxy.corp.example:3128"));
        host.Services.GetRequiredService<IClientJwkSetSource>().Should().BeOfType<JwksUriKeySource>();
    }

    [Test]
    public async Task The_cache_ends_with_the_host()
    {
        using IHost host = Build(static services => services.AddMtlsJwksUri());
        KeySetCache cache = host.Services.GetRequiredService<KeySetCache>();

        host.Dispose();

        await FluentActions.Awaiting(() => cache.GetAsync(new KeySetLocation("https://c.example/jwks", "c")).AsTask())
            .Should().ThrowAsync<ObjectDisposedException>();
    }

    [TestCase("MaximumAge", "8", "JwksUri:MaximumAge is 8.00:00:00; it has to be from 01:00:00 to 7.00:00:00")]
    [TestCase("MaximumAge", "00:00:01", "JwksUri:MaximumAge is 00:00:01")]
    [TestCase("InternalHosts", "keys.corp.example", "JwksUri:InternalHosts is a single value; it has to be a list.")]
    [TestCase("InternalHosts:0", "https://keys.corp.example", "JwksUri:InternalHosts:0 is 'https://keys.corp.example'")]
    [TestCase("MaximumConcurrentFetches", "0", "JwksUri:MaximumConcurrentFetches is 0; it has to be from 1 to 1024")]
    public async Task Settings_that_are_out_of_range_stop_the_start(string setting, string value, string expected)
    {
        using IHost host = Build(services => services.AddMtlsJwksUri(Section((setting, value))));

        (await FluentActions.Awaiting(() => host.StartAsync()).Should().ThrowAsync<OptionsValidationException>())
            .WithMessage($"*{expected}*");
    }

    [Test]
    public async Task A_misspelt_setting_stops_the_start()
    {
        using IHost host = Build(services => services.AddMtlsJwksUri(Section(("MaximunAge", "02:00:00"))));

        await FluentActions.Awaiting(() => host.StartAsync()).Should().ThrowAsync<InvalidOperationException>();
    }

    [Test]
    public async Task Settings_in_code_are_checked_as_well()
    {
        using IHost host = Build(services => services.AddMtlsJwksUri(static options => options.RefreshCoolDown = TimeSpan.Zero));

        (await FluentActions.Awaiting(() => host.StartAsync()).Should().ThrowAsync<OptionsValidationException>())
            .WithMessage("JwksUriOptions:RefreshCoolDown is 00:00:00*");
    }

    [Test]
    public async Task Authorities_that_cannot_be_read_stop_the_start()
    {
        using IHost host = Build(services => services.AddMtlsJwksUri(static options => options.Authorities = "not-there.pem"));

        await FluentActions.Awaiting(() => host.StartAsync()).Should().ThrowAsync<Exception>().WithMessage("*not-there.pem*");
    }

    private static IConfigurationSection Section(params (string Setting, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(static pair => KeyValuePair.Create($"JwksUri:{pair.Setting}", (string?)pair.Value)))
        .Build()
        .GetSection("JwksUri");

    private static IHost Build(Action<IServiceCollection> configure)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        configure(builder.Services);
        return builder.Build();
    }
}
