using MtlsAuth.JwksUri.Diagnostics;
using MtlsAuth.JwksUri.Tests.KeySets;

namespace MtlsAuth.JwksUri.Tests.Diagnostics;

/// <summary><c>docs/operations.md</c> names all that the source of keys can say, and nothing else.</summary>
public sealed class JwksUriGuideTests
{
    private static readonly GuideSection Section = new("Keys behind jwks_uri");

    [Test]
    public void Every_log_event_is_explained_with_its_level() =>
        Section.Table("id").Select(static row => $"{row[0]} {row[1]}").Should().Equal(GuideSection.EventsOf(typeof(JwksUriLog)));

    [Test]
    public async Task Every_instrument_is_explained_with_its_unit()
    {
        using KeySetServer server = new();
        await using KeySetInstance instance = new(server);

        Section.Table("instrument").Select(static row => $"{row[0]} {row[1]} {row[2]}")
            .Should().Equal(GuideSection.InstrumentsOf(instance.Meters, "mtlsauth.jwks_uri."));
    }

    [Test]
    public void Every_cause_is_explained() => Section.Table($"`{JwksUriInstruments.Cause}`").Select(static row => row[0])
        .Should().Equal(GuideSection.ValuesOf(typeof(RefreshRefusals)));
}
