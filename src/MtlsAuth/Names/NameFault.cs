using System.Globalization;
using MtlsAuth.Names;

namespace MtlsAuth.Certificates;

/// <summary>What keeps a text from being a name that a certificate can have, where, and what to do about it.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class NameFault
{
    /// <summary>A fault in the text of a general name.</summary>
    internal NameFault(int position, string advice)
    {
        Position = position;
        Advice = advice;
    }

    /// <summary>A fault in the text of a distinguished name.</summary>
    internal NameFault(DistinguishedNameError error, int position, string advice)
        : this(position, advice)
    {
        Error = error;
    }

    /// <summary>Where, as an offset in UTF-16 code units, counted from 0; the length of the text for what is missing at its end.</summary>
    public int Position { get; }

    /// <summary>
    /// What it is, and what was meant if that can be known: English sentences of characters that RFC 6749 §5.2 allows, with nothing
    /// quoted from the text.
    /// </summary>
    public string Advice { get; }

    /// <summary>What is wrong with a distinguished name; none for a general name.</summary>
    internal DistinguishedNameError Error { get; }

    /// <summary>Position and advice on one line; for a distinguished name, the kind of fault in front.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{(Error == DistinguishedNameError.None ? "At" : $"{Error} at")} offset {Position}: {Advice}");
}
