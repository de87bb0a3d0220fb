using MtlsAuth.TestSupport.Architecture;

namespace MtlsAuth.Testing.Tests;

/// <summary>What CONTRIBUTING.md says of the rooms holds for what is compiled. The core's tests show that the rules can fail.</summary>
public sealed class ArchitectureTests
{
    private const string Package = "MtlsAuth.Testing";

    private static readonly string[] Rooms = ["Diagnostics", "Certificates", "Clients", "Forwarding", "Hostile", "Hosting"];

    private static readonly Library Library = Library.Load(typeof(TestCertificates).Assembly);

    [Test]
    public void A_room_uses_only_rooms_before_it() => Assert.That(RoomRules.FindUsesOfLaterRooms(Library, Rooms), Is.Empty);

    [Test]
    public void A_file_holds_one_type_of_its_name() =>
        Assert.That(RoomRules.FindUnnamedFiles(Library.Types, Library.Files), Is.Empty);

    [Test]
    public void Types_stand_in_the_namespaces_of_the_library() =>
        Assert.That(SurfaceRules.FindStrayNamespaces(Library, [Package], Package), Is.Empty);

    [Test]
    public void Nobody_can_derive_from_a_public_class() => Assert.That(SurfaceRules.FindOpenTypes(Library), Is.Empty);

    [Test]
    public void Nothing_can_be_changed() => Assert.That(SurfaceRules.FindMutableMembers(Library, static _ => false), Is.Empty);
}
