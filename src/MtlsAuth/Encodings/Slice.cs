namespace MtlsAuth.Encodings;

/// <summary>Where a part of some octets lies.</summary>
internal readonly record struct Slice(int Offset, int Length)
{
    public ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> octets) => octets.Slice(Offset, Length);
}
