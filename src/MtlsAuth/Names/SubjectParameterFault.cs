using System.Globalization;

namespace MtlsAuth.Names;

/// <summary>Why no certificate that conforms to RFC 5280 can carry a registered value.</summary>
/// <param name="Position">Where in the value, in UTF-16 code units from 0.</param>
/// <param name="Advice">What it is and what was probably meant, in characters that RFC 6749 §5.2 allows.</param>
internal readonly record struct SubjectParameterFault(int Position, string Advice)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"At offset {Position}: {Advice}");
}
