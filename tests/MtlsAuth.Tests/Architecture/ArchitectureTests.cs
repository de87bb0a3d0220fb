using System.Reflection;
using MtlsAuth.TestSupport.Architecture;

namespace MtlsAuth.Tests.Architecture;

/// <summary>What CONTRIBUTING.md says of the rooms holds for what is compiled.</summary>
/// <remarks>
/// Beside each rule stands a test that it can fail: with another order, another exception, or types made for it. The rules are asserted
/// in NUnit's own way, which lists all that breaks them.
/// </remarks>
public sealed class ArchitectureTests
{
    // Each may use only those before it.
    private static readonly string[] Rooms =
    [
        "Encodings",
        "Keys",
        "Names",
        "Certificates",
        "KeySets",
        "Clients",
        "Trust",
        "Authentication",
        "Explanation",
        "Forwarding",
        "TokenBinding",
        "Registration",
        "Files",
    ];

    private static readonly string[] PublicNamespaces =
        ["MtlsAuth", "MtlsAuth.Certificates", "MtlsAuth.Forwarding", "MtlsAuth.Registration"];

    private static readonly Library Core = Library.Load(typeof(IClientCertificateAuthenticator).Assembly);
    private static readonly Library Tests = Library.Load(Assembly.GetExecutingAssembly(), "tests");

    [Test]
    public void A_room_uses_only_rooms_before_it() =>
        Assert.That(RoomRules.FindUsesOfLaterRooms(Core, Rooms), Is.Empty);

    [TestCase("Encodings", "Certificates/ClientCertificate uses Encodings/", TestName = "A_later_room_is_found_in_what_is_compiled")]
    [TestCase("Clients", "Authentication/ClientCertificateAuthenticatorOptions uses Clients/ClientAuthenticationMethods (line",
        TestName = "A_later_room_is_found_in_constants_that_the_compiler_puts_in")]
    public void A_use_of_a_later_room_is_found(string last, string found) =>
        RoomRules.FindUsesOfLaterRooms(Core, [.. Rooms.Where(room => room != last), last]).Should().Contain(use => use.StartsWith(found));

    [Test]
    public void A_folder_that_is_no_room_is_found() =>
        RoomRules.FindUsesOfLaterRooms(Core, [.. Rooms.Where(static room => room != "Trust")])
            .Should().Contain("TrustAnchors stands in Trust, which is none of the rooms");

    [Test]
    public void Only_the_room_of_files_touches_files() =>
        Assert.That(RoomRules.FindFileAccess(Core, exceptIn: "Files"), Is.Empty);

    [Test]
    public void Access_to_files_is_found() =>
        RoomRules.FindFileAccess(Core, exceptIn: "Trust").Should().Contain(use => use.Contains("System.IO.File::ReadAllBytes"));

    [Test]
    public void Access_to_files_by_the_platform_is_found() =>
        RoomRules.FindFileAccess(Tests, exceptIn: "Files").Should().Contain(use => use.Contains("LoadCertificateFromFile"));

    [Test]
    public void A_file_holds_one_type_of_its_name() =>
        Assert.That(RoomRules.FindUnnamedFiles(Core.Types, Core.Files), Is.Empty);

    [Test]
    public void A_type_without_file_and_a_file_without_type_are_found() =>
        RoomRules.FindUnnamedFiles([Core.Types[0] with { File = null }], [Core.Types[0].File!]).Should().HaveCount(2);

    [Test]
    public void Types_stand_in_the_namespaces_of_the_library() =>
        Assert.That(SurfaceRules.FindStrayNamespaces(Core, PublicNamespaces, "MtlsAuth"), Is.Empty);

    [Test]
    public void A_type_in_another_namespace_is_found() =>
        SurfaceRules.FindStrayNamespaces(Core, ["MtlsAuth"], "MtlsAuth")
            .Should().Contain("Certificates/ClientCertificate (public) stands in MtlsAuth.Certificates");

    [Test]
    public void Nobody_can_derive_from_a_public_class() =>
        Assert.That(SurfaceRules.FindOpenTypes(Core), Is.Empty);

    [Test]
    public void A_class_to_derive_from_is_found() => SurfaceRules.FindOpenTypes(Tests)
        .Should().Contain(found => found.Contains("OpenForDerivation is not sealed"))
        .And.Contain(found => found.Contains("OpenForDerivation/AbstractAndOpen: whoever likes can derive"));

    // The configuration binder needs setters where it fills settings in, as in CertificatePolicy. The library copies what it is given.
    [Test]
    public void Only_settings_can_be_changed() =>
        Assert.That(SurfaceRules.FindMutableMembers(Core, static type => IsOptions(type) || type == nameof(CertificatePolicy)), Is.Empty);

    [Test]
    public void What_can_be_changed_is_found() => SurfaceRules.FindMutableMembers(Tests, static type => type != nameof(OpenForDerivation))
        .Should().SatisfyRespectively(
            static found => found.Should().Contain("Settable can be set"),
            static found => found.Should().Contain("Field is a field that can be set"),
            static found => found.Should().Contain("List is of a type that can be changed: System.Collections.Generic.IList`1"),
            static found => found.Should().Contain("Octets is of a type that can be changed: System.Byte[]"),
            static found => found.Should().Contain("Array is of a type that can be changed: System.Int32[]"));

    private static bool IsOptions(string type) => type.EndsWith("Options", StringComparison.Ordinal);
}
