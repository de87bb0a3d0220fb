using MtlsAuth.TestSupport.Architecture;

namespace MtlsAuth.AspNetCore.Tests;

/// <summary>What CONTRIBUTING.md says of the rooms holds for what is compiled. The core's tests show that the rules can fail.</summary>
public sealed class ArchitectureTests
{
    // Each may use only those before it.
    private static readonly string[] Rooms =
        ["Options", "Certificates", "Diagnostics", "KeyUses", "Forwarding", "Endpoints", "ResourceServer", "Health", "Hosting"];

    private static readonly Library Web = Library.Load(typeof(MtlsAuthBuilder).Assembly);

    [Test]
    public void A_room_uses_only_rooms_before_it() =>
        Assert.That(RoomRules.FindUsesOfLaterRooms(Web, Rooms), Is.Empty);

    [Test]
    public void A_file_holds_one_type_of_its_name() =>
        Assert.That(RoomRules.FindUnnamedFiles(Web.Types, Web.Files), Is.Empty);

    [Test]
    public void Types_stand_in_the_namespaces_of_the_library() =>
        Assert.That(SurfaceRules.FindStrayNamespaces(Web, ["MtlsAuth.AspNetCore"], "MtlsAuth.AspNetCore"), Is.Empty);

    [Test]
    public void Nobody_can_derive_from_a_public_class() =>
        Assert.That(SurfaceRules.FindOpenTypes(Web), Is.Empty);

    [Test]
    public void Only_settings_can_be_changed() =>
        Assert.That(SurfaceRules.FindMutableMembers(Web, static type => type.EndsWith("Options", StringComparison.Ordinal)), Is.Empty);
}
