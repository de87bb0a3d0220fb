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
    public void FindCaptive_takes_the_longest_constructor() =>
        FindCaptive<OnUnitOrNothing>(static services => services.AddScoped<Unit>()).Should().EndWith("+Unit");

    [Test]
    public void FindCaptive_takes_no_constructor_of_which_a_parameter_is_missing() =>
        FindCaptive<OnUnitAndCircleOrNothing>(static services => services.AddScoped<Unit>()).Should().BeNull();

    [TestCase(typeof(OnUnitAnd<IServiceProvider>))]
    [TestCase(typeof(OnUnitAnd<IServiceScopeFactory>))]
    [TestCase(typeof(OnUnitAnd<IServiceProviderIsService>))]
    [TestCase(typeof(OnUnitAnd<IServiceProviderIsKeyedService>))]
    [TestCase(typeof(OnUnitAnd<IEnumerable<Circle>>))]
    [TestCase(typeof(OnUnitAndDefault))]
    public void FindCaptive_knows_what_the_container_gives_without_a_registration(Type singleton)
    {
        ServiceCollection services = new();
        services.AddScoped<Unit>().AddSingleton(singleton);

        new ServiceLifetimes(services).FindCaptive(singleton).Should().EndWith("+Unit");

        using ServiceProvider provider = services.BuildServiceProvider();
        provider.GetService(singleton).Should().NotBeNull("outside Development the container makes it");
    }

    [Test]
    public void FindCaptive_prefers_a_closed_generic_service() =>
        FindCaptive<OnBox>(static services => services.AddSingleton<Box<Unit>>().AddScoped(typeof(Box<>))).Should().BeNull();

    [Test]
    public void FindCaptive_finds_nothing_in_what_the_container_cannot_make() => FindCaptive<OnUnit>(static _ => { }).Should().BeNull();

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

    private sealed class Box<T>;

#pragma warning disable CS9113 // Parameter is unread
    private sealed class OnUnit(Unit unit);

    private sealed class OnStep(OnUnit step);

    private sealed class OnAll(IEnumerable<object> all);

    private sealed class OnSnapshot(IOptionsSnapshot<Unit> snapshot);

    private sealed class OnKeyed([FromKeyedServices("key")] Unit unit);

    private sealed class OnBox(Box<Unit> box);

    private sealed class OnUnitAnd<T>(T other, Unit unit);

    private sealed class OnUnitAndDefault(Unit unit, Circle? circle = null);

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

    private sealed class OnUnitAndCircleOrNothing
    {
        public OnUnitAndCircleOrNothing()
        {
        }

        public OnUnitAndCircleOrNothing(Unit unit, Circle circle)
        {
            ArgumentNullException.ThrowIfNull(unit);
            ArgumentNullException.ThrowIfNull(circle);
        }
    }
#pragma warning restore CS9113
}
