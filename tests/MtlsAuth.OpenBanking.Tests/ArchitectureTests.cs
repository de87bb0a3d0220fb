using MtlsAuth.Testing.Architecture;

namespace MtlsAuth.OpenBanking.Tests;

/// <summary>What CONTRIBUTING.md says of the rooms holds for what is compiled. The core's tests show that the rules can fail.</summary>
public sealed class ArchitectureTests
{
    private const string Name = "MtlsAuth.OpenBanking";

    private static readonly string[] Rooms =
        ["Encodings", "Identifiers", "Roles", "Findings", "Statements", "Evidence", "Policies", "Scopes"];

    private static readonly Library Library = Library.Load(typeof(OpenBankingRequirement).Assembly);

    [Test]
    public void A_room_uses_only_rooms_before_it() => Assert.That(RoomRules.FindUsesOfLaterRooms(Library, Rooms), Is.Empty);

    [Test]
    public void A_file_holds_one_type_of_its_name() =>
        Assert.That(RoomRules.FindUnnamedFiles(Library.Types, Library.Files), Is.Empty);

    [Test]
    public void Types_stand_in_the_namespaces_of_the_library() =>
        Assert.That(SurfaceRules.FindStrayNamespaces(Library, [Name], Name), Is.Empty);

    [Test]
    public void Nobody_can_derive_from_a_public_class() => Assert.That(SurfaceRules.FindOpenTypes(Library), Is.Empty);

    [Test]
    public void Only_settings_can_be_changed() =>
        Assert.That(SurfaceRules.FindMutableMembers(Library, static type => type.EndsWith("Policy", StringComparison.Ordinal)), Is.Empty);

    [Test]
    public void Nothing_touches_files() => Assert.That(RoomRules.FindFileAccess(Library, exceptIn: "Files"), Is.Empty);
}
