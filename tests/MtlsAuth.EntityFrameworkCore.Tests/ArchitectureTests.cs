using MtlsAuth.TestSupport.Architecture;

namespace MtlsAuth.EntityFrameworkCore.Tests;

/// <summary>What CONTRIBUTING.md says of the rooms holds for what is compiled. The core's tests show that the rules can fail.</summary>
public sealed class ArchitectureTests
{
    // Each may use only those before it.
    private static readonly string[] Rooms = ["Schema", "Diagnostics", "Storage", "Hosting"];

    private static readonly Library Package = Library.Load(typeof(MtlsAuthClient).Assembly);

    [Test]
    public void A_room_uses_only_rooms_before_it() =>
        Assert.That(RoomRules.FindUsesOfLaterRooms(Package, Rooms), Is.Empty);

    [Test]
    public void Nothing_touches_files() =>
        Assert.That(RoomRules.FindFileAccess(Package, exceptIn: string.Empty), Is.Empty);

    [Test]
    public void A_file_holds_one_type_of_its_name() =>
        Assert.That(RoomRules.FindUnnamedFiles(Package.Types, Package.Files), Is.Empty);

    [Test]
    public void Types_stand_in_the_namespaces_of_the_library() => Assert.That(
        SurfaceRules.FindStrayNamespaces(Package, ["MtlsAuth.EntityFrameworkCore"], "MtlsAuth.EntityFrameworkCore"), Is.Empty);

    [Test]
    public void Nobody_can_derive_from_a_public_class() =>
        Assert.That(SurfaceRules.FindOpenTypes(Package), Is.Empty);

    [Test]
    public void Only_settings_can_be_changed() =>
        Assert.That(SurfaceRules.FindMutableMembers(Package, static _ => false), Is.Empty);

    // The store does not know whether it is asked in a web server.
    [Test]
    public void The_package_depends_on_no_web_framework() => typeof(MtlsAuthClient).Assembly.GetReferencedAssemblies()
        .Should().NotContain(static assembly =>
            assembly.Name!.StartsWith("Microsoft.AspNetCore") || assembly.Name == "MtlsAuth.AspNetCore");
}
