using System.Globalization;
using MtlsAuth.Certificates;
using MtlsAuth.Tool.Output;

namespace MtlsAuth.Tool.Commands;

/// <summary>The section on the key.</summary>
internal sealed record InspectedKey(string Algorithm, int Bits)
{
    public static InspectedKey Of(SubjectPublicKey key) => new(key.Algorithm.ToString(), key.KeySize);

    public IEnumerable<(string Name, Cell Value)> ToFields() =>
        [("key", string.Create(CultureInfo.InvariantCulture, $"{Algorithm}, {Bits} bits"))];
}
