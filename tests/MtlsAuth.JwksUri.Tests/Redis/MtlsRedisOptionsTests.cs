using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MtlsAuth.Redis;
using MtlsAuth.Redis.Connections;
using StackExchange.Redis;

namespace MtlsAuth.JwksUri.Tests.Redis;

public sealed class MtlsRedisOptionsTests
{
    [TestCase("")]
    [TestCase(" ")]
    [TestCase("password=secret")]
    [TestCase("localhost,secret=1")]
    [TestCase("localhost,connectRetry=secret")]
    public void A_connection_string_without_a_server_is_refused_and_not_shown(string configuration) =>
        new MtlsRedisOptions { Configuration = configuration }.FindErrors()
            .Should().ContainSingle().Which.ToString().Should().StartWith("Configuration ").And.NotContain("secret");

    [Test]
    public void Times_are_bounded()
    {
        MtlsRedisOptions options = new()
        {
            Configuration = "localhost",
            Timeout = TimeSpan.FromMinutes(1),
            ConnectTimeout = TimeSpan.Zero,
        };

        options.FindErrors().Select(static error => error.Setting).Should().Equal("Timeout", "ConnectTimeout");
    }

    [Test]
    public void What_the_host_is_not_started_with_is_refused_by_name()
    {
        using ServiceProvider provider = new ServiceCollection().AddMtlsRedis(static redis => redis.Configuration = "password=secret")
            .BuildServiceProvider();

        FluentActions.Invoking(() => provider.GetRequiredService<IStartupValidator>().Validate())
            .Should().Throw<OptionsValidationException>().WithMessage("MtlsRedisOptions:Configuration *").And.Message
            .Should().NotContain("secret");
    }

    [Test]
    public void What_a_dead_server_must_not_cost_cannot_be_set()
    {
        ConfigurationOptions settings = RedisConnection.Configure(new MtlsRedisOptions
        {
            Configuration = "localhost,abortConnect=true,connectTimeout=30000,syncTimeout=30000,asyncTimeout=30000,ssl=true,password=secret",
        });

        settings.BacklogPolicy.Should().BeSameAs(BacklogPolicy.FailFast);
        settings.AbortOnConnectFail.Should().BeFalse();
        (settings.SyncTimeout, settings.AsyncTimeout, settings.ConnectTimeout).Should().Be((500, 500, 1_000));
        (settings.Ssl, settings.Password).Should().Be((true, "secret"));
    }
}
