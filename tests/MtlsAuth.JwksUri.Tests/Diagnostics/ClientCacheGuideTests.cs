using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using MtlsAuth.JwksUri.Diagnostics;
using MtlsAuth.JwksUri.Tests.Clients;

namespace MtlsAuth.JwksUri.Tests.Diagnostics;

/// <summary><c>docs/operations.md</c> names all that the cache of clients can say, and nothing else.</summary>
public sealed class ClientCacheGuideTests
{
    private static readonly GuideSection Section = new("The cache of clients");

    [Test]
    public void Every_log_event_is_explained_with_its_level() =>
        Section.Table("id").Select(static row => $"{row[0]} {row[1]}").Should().Equal(GuideSection.EventsOf(typeof(ClientCacheLog)));

    [Test]
    public async Task Every_instrument_is_explained_with_its_unit()
    {
        await using Instance instance = new(new StoreUnderTest());

        Section.Table("instrument").Select(static row => $"{row[0]} {row[1]} {row[2]}").Should().Equal(
            GuideSection.InstrumentsOf(instance.Services.GetRequiredService<IMeterFactory>(), "mtlsauth.client_cache."));
    }

    [Test]
    public void Every_outcome_is_explained() => Section.Table($"`{ClientCacheInstruments.Outcome}`").Select(static row => row[0])
        .Should().Equal(GuideSection.ValuesOf(typeof(ClientCacheOutcomes)));
}
