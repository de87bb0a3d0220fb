using MtlsAuth.Certificates;
using MtlsAuth.Names;
using MtlsAuth.Tests.Registration;

namespace MtlsAuth.Tests.Certificates;

internal static class DistinguishedNameExtensions
{
    /// <summary>Skips a test that needs cultures or normalisation where the process runs with InvariantGlobalization.</summary>
    public static void AssumeGlobalization() =>
        Assume.That("e\u0301".Normalize() == "\u00E9", "the process runs with InvariantGlobalization");

    public static DistinguishedName ParseName(this string text)
    {
        DistinguishedName.TryParse(text, out DistinguishedName? name, out NameFault? fault)
            .Should().BeTrue("{0} is a name, but was refused with {1}", text, fault);
        fault.Should().BeNull();
        return name!;
    }

    /// <summary>What keeps the text from being the name that a client's certificate is expected to have.</summary>
    public static NameFault? FindFault(this string text)
    {
        _ = DistinguishedName.ParseRegistered(text, out NameFault? fault);
        return fault;
    }

    public static DistinguishedName ReadName(this byte[] der)
    {
        DistinguishedName.TryReadDer(der, out DistinguishedName? name, out DistinguishedNameError error)
            .Should().BeTrue("{0} is a name, but was refused with {1}", Convert.ToHexString(der), error);
        error.Should().Be(DistinguishedNameError.None);
        return name!;
    }

    public static DistinguishedNameError ParseError(this string text)
    {
        DistinguishedNameError error = DistinguishedNameParser.Parse(text, out _, out _);
        bool isName = DistinguishedName.TryParse(text, out DistinguishedName? name, out NameFault? fault);
        isName.Should().Be(error == DistinguishedNameError.None);
        (name is null).Should().Be(fault is not null);
        return error;
    }

    public static DistinguishedNameError ReadError(this byte[] der)
    {
        DistinguishedName.TryReadDer(der, out DistinguishedName? name, out DistinguishedNameError error).Should().Be(name is not null);
        return error;
    }
}
