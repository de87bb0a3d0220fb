using MtlsAuth.AspNetCore.OpenBanking;
using MtlsAuth.TestSupport.Architecture;

namespace MtlsAuth.OpenBanking.Tests;

/// <summary>What CONTRIBUTING.md says of the rooms holds for what is compiled. The core's tests show that the rules can fail.</summary>
public sealed class ArchitectureTests
{
    private static readonly Package[] Packages =
    [
        new(
            Library.Load(typeof(OpenBankingRequirement).Assembly),
            "MtlsAuth.OpenBanking",
            ["Encodings", "Identifiers", "Roles", "Findings", "Statements", "Evidence", "Policies", "Scopes"]),
        new(
            Library.Load(typeof(OpenBankingBuilderExtensions).Assembly), "MtlsAuth.AspNetCore.OpenBanking", ["Endpoints", "Hosting"]),
    ];

    [TestCaseSource(nameof(Packages))]
    public void A_room_uses_only_rooms_before_it(Package package) =>
        Assert.That(RoomRules.FindUsesOfLaterRooms(package.Library, package.Rooms), Is.Empty);

    [TestCaseSource(nameof(Packages))]
    public void A_file_holds_one_type_of_its_name(Package package) =>
        Assert.That(RoomRules.FindUnnamedFiles(package.Library.Types, package.Library.Files), Is.Empty);

    [TestCaseSource(nameof(Packages))]
    public void Types_stand_in_the_namespaces_of_the_library(Package package) =>
        Assert.That(SurfaceRules.FindStrayNamespaces(package.Library, [package.Name], package.Name), Is.Empty);

    [TestCaseSource(nameof(Packages))]
    public void Nobody_can_derive_from_a_public_class(Package package) =>
        Assert.That(SurfaceRules.FindOpenTypes(package.Library), Is.Empty);

    [TestCaseSource(nameof(Packages))]
    public void Only_settings_can_be_changed(Package package) =>
        Assert.That(
            SurfaceRules.FindMutableMembers(package.Library, static type => type.EndsWith("Policy", StringComparison.Ordinal)), Is.Empty);

    [TestCaseSource(nameof(Packages))]
    public void Nothing_touches_files(Package package) =>
        Assert.That(RoomRules.FindFileAccess(package.Library, exceptIn: "Files"), Is.Empty);

    /// <param name="Library">What was compiled.</param>
    /// <param name="Name">The package's name, which is its namespace.</param>
    /// <param name="Rooms">Its rooms. Each may use only those before it.</param>
    public sealed record Package(Library Library, string Name, IReadOnlyList<string> Rooms)
    {
        public override string ToString() => Name;
    }
}
