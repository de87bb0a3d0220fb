namespace MtlsAuth.Encodings;

/// <summary>Turns spans that a reader handed out back into slices of the memory they lie in.</summary>
internal static class MemorySlices
{
    /// <summary>The slice of <paramref name="memory"/> that <paramref name="part"/> shows.</summary>
    /// <param name="memory">The memory.</param>
    /// <param name="part">A span that was cut from it.</param>
    /// <param name="within">The memory's own span, which the caller has at hand.</param>
    public static ReadOnlyMemory<byte> Slice(this ReadOnlyMemory<byte> memory, ReadOnlySpan<byte> part, ReadOnlySpan<byte> within)
    {
        if (part.IsEmpty)
        {
            return default;
        }

        return within.Overlaps(part, out int offset)
            ? memory.Slice(offset, part.Length)
            : throw new ArgumentException("The part was not cut from the memory.", nameof(part));
    }
}
