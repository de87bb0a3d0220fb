using MtlsAuth.TestSupport.Architecture;
using MtlsAuth.Tool.Hosting;

namespace MtlsAuth.Tool.Tests;

/// <summary>What CONTRIBUTING.md says of the rooms holds for what is compiled. The core's tests show that the rules can fail.</summary>
public sealed class ArchitectureTests
{
    // Each may use only those before it.
    private static readonly string[] Rooms =
        ["Running", "Output", "Input", "Linting", "Migration", "Expiry", "Probing", "Commands", "Hosting"];

    private static readonly Library Tool = Library.Load(typeof(Application).Assembly);

    [Test]
    public void A_room_uses_only_rooms_before_it() =>
        Assert.That(RoomRules.FindUsesOfLaterRooms(Tool, Rooms), Is.Empty);

    [Test]
    public void A_file_holds_one_type_of_its_name() =>
        Assert.That(RoomRules.FindUnnamedFiles(Tool.Types, Tool.Files), Is.Empty);

    [Test]
    public void Nothing_is_public() =>
        Assert.That(SurfaceRules.FindStrayNamespaces(Tool, [], "MtlsAuth.Tool"), Is.Empty);
}
