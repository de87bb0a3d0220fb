using System.Security.Cryptography;

namespace MtlsAuth.AspNetCore.Forwarding;

/// <summary>The name of a header that a proxy sets, perhaps a secret one: compared without telling how much of a guess was right.</summary>
internal sealed class HeaderName
{
    private readonly byte[] _exact;
    private readonly byte[] _folded;

    public HeaderName(string name)
    {
        _exact = Fold(name, new byte[name.Length], underscores: false).ToArray();
        _folded = Fold(name, new byte[name.Length], underscores: true).ToArray();
    }

    /// <summary>Whether this is the header's name; header names have no case.</summary>
    public bool Matches(string name) =>
        name.Length == _exact.Length
        && CryptographicOperations.FixedTimeEquals(Fold(name, stackalloc byte[_exact.Length], underscores: false), _exact);

    /// <summary>
    /// Whether this is another spelling of the name, with underscores for hyphens or the reverse. Gateways that take one for the other
    /// let a client's own header through under it.
    /// </summary>
    public bool IsImitatedBy(string name) =>
        name.Length == _folded.Length
        && CryptographicOperations.FixedTimeEquals(Fold(name, stackalloc byte[_folded.Length], underscores: true), _folded)
        && !Matches(name);

    /// <summary>Says nothing, since the name may be a secret.</summary>
    public override string ToString() => "(header name)";

    private static Span<byte> Fold(string name, Span<byte> destination, bool underscores)
    {
        for (int i = 0; i < name.Length; i++)
        {
            // ASCII only: there are letters elsewhere, such as the Kelvin sign, whose small letter is an ASCII one.
            destination[i] = name[i] switch
            {
                >= 'A' and <= 'Z' => (byte)(name[i] | 0x20),
                '_' when underscores => (byte)'-',
                <= '\x7F' => (byte)name[i],
                _ => byte.MaxValue,
            };
        }

        return destination;
    }
}
