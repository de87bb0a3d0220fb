using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MtlsAuth.AspNetCore.Hosting;

namespace MtlsAuth.AspNetCore.Tests.Hosting;

public sealed class ServiceLifetimesTests
{
    private const string Way = "MtlsAuth.AspNetCore.Tests.Hosting.ServiceLifetimesTests";

    [Test]
    public void FindCaptive_names_the_scoped_service() => FindCaptive<OnUnit>(static services => services.AddScoped<Unit>())
        .Should().Be($"{Way}+OnUnit needs {Way}+Unit");

    [Test]
    public void FindCaptive_follows_transient_services() =>
        FindCaptive<OnStep>(static services => services.AddTransient<OnUnit>().AddScoped<Unit>())
            .Should().Be($"{Way}+OnStep needs {Way}+OnUnit, {Way}+OnUnit needs {Way}+Unit");

    [Test]
    public void FindCaptive_follows_singletons() =>
        FindCaptive<OnStep>(static services => services.AddSingleton<OnUnit>().AddScoped<Unit>()).Should().EndWith("Unit");

    [Test]
    public void FindCaptive_looks_at_each_of_several() => FindCaptive<OnAll>(static services =>
        {
            services.AddSingleton<object>("one");
            services.AddScoped<object, Unit>();
        }).Should().EndWith("System.Object");

    [Test]
    public void FindCaptive_knows_open_generic_services() =>
        FindCaptive<OnSnapshot>(static services => services.AddOptions()).Should().Contain("IOptionsSnapshot");

    [Test]
    public void FindCaptive_knows_keyed_services() =>
        FindCaptive<OnKeyed>(static services => services.AddKeyedScoped<Unit>("key")).Should().EndWith("+Unit");

    [Test]
    public void FindCaptive_looks_at_what_stands_behind_a_service_under_a_key()
    {
        ServiceCollection services = new();
        services.AddScoped<Unit>().AddKeyedSingleton<OnUnit>("behind").AddSingleton(static _ => new OnUnit(new Unit()));

        new ServiceLifetimes(services).FindCaptive(typeof(OnUnit)).Should().EndWith("+Unit");
    }

    [Test]
    public void FindCaptive_takes_the_last_registration() =>
        FindCaptive<OnUnit>(static services => services.AddScoped<Unit>().AddSingleton<Unit>()).Should().BeNull();

    [Test]
    public void FindCaptive_takes_the_constructor_that_the_container_takes() =>
        FindCaptive<OnUnitOrNothing>(static _ => { }).Should().BeNull();

    [Test]
    public void FindCaptive_ends_where_services_need_one_another() =>
        FindCaptive<Circle>(static services => services.AddSingleton<Circle>()).Should().BeNull();

    [TestCase(ServiceLifetime.Scoped)]
    [TestCase(ServiceLifetime.Transient)]
    public void FindCaptive_finds_nothing_for_what_is_no_singleton(ServiceLifetime lifetime)
    {
        ServiceCollection services = new();
        services.AddScoped<Unit>().Add(ServiceDescriptor.Describe(typeof(OnUnit), typeof(OnUnit), lifetime));

        new ServiceLifetimes(services).FindCaptive(typeof(OnUnit)).Should().BeNull();
    }

    [Test]
    public void FindCaptive_finds_nothing_where_all_is_well() => FindCaptive<Innocent>(static services =>
        services.AddLogging().AddOptions().AddSingleton<Unit>().AddKeyedScoped<Unit>("key")).Should().BeNull();

    private static string? FindCaptive<TSingleton>(Action<IServiceCollection> register)
        where TSingleton : class
    {
        ServiceCollection services = new();
        register(services);
        services.TryAddSingleton<TSingleton>();
        return new ServiceLifetimes(services).FindCaptive(typeof(TSingleton));
    }

    // What the container makes; that the parameters are there is all that counts.
    private sealed class Unit;

#pragma warning disable CS9113 // Parameter is unread
    private sealed class OnUnit(Unit unit);

    private sealed class OnStep(OnUnit step);

    private sealed class OnAll(IEnumerable<object> all);

    private sealed class OnSnapshot(IOptionsSnapshot<Unit> snapshot);

    private sealed class OnKeyed([FromKeyedServices("key")] Unit unit);

    private sealed class Circle(Circle other);

    private sealed class Innocent(
        ILogger<Unit> logger,
        IOptions<Unit> options,
        Unit unit,
        IServiceProvider provider,
        IServiceScopeFactory scopes,
        Circle? circle = null);

    private sealed class OnUnitOrNothing
    {
        public OnUnitOrNothing()
        {
        }

        public OnUnitOrNothing(Unit unit) => ArgumentNullException.ThrowIfNull(unit);
    }
#pragma warning restore CS9113
}
