using System.Globalization;

namespace MtlsAuth.Certificates;

/// <summary>What keeps a text from being the name that a certificate is expected to have, where, and what to do about it.</summary>
/// <remarks>Immutable and thread-safe. See <see cref="DistinguishedName.FindFault"/>.</remarks>
public sealed class DistinguishedNameFault
{
    internal DistinguishedNameFault(DistinguishedNameError error, int position, string advice)
    {
        Error = error;
        Position = position;
        Advice = advice;
    }

    /// <summary>What is wrong; never <see cref="DistinguishedNameError.None"/>.</summary>
    public DistinguishedNameError Error { get; }

    /// <summary>Where, as an offset in UTF-16 code units, counted from 0; the length of the text for what is missing at its end.</summary>
    public int Position { get; }

    /// <summary>
    /// What it is, and what was meant if that can be known: English sentences of characters that RFC 6749 §5.2 allows, with nothing
    /// quoted from the text.
    /// </summary>
    public string Advice { get; }

    /// <summary>Error, position and advice on one line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Error} at offset {Position}: {Advice}");
}
