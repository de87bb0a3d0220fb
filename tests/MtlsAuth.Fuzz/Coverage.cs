using System.Numerics;
using System.Runtime.InteropServices;
using SharpFuzz.Common;

namespace MtlsAuth.Fuzz;

/// <summary>Which branches an execution took, and roughly how often, beside all that were ever taken.</summary>
internal sealed unsafe class Coverage
{
    // The size that the instrumentation counts in.
    private const int Size = 65_536;

    // The instrumented code writes here, on whatever thread: one block for the process, never freed.
    private static readonly byte* Counts = (byte*)NativeMemory.AllocZeroed(Size);

    private readonly byte[] _seen = new byte[Size];

    static Coverage() => Trace.SharedMem = Counts;

    /// <summary>How many branches were ever taken.</summary>
    public int EdgeCount { get; private set; }

    /// <summary>Forgets the branches of the last execution.</summary>
    public static void Reset()
    {
        new Span<byte>(Counts, Size).Clear();
        Trace.PrevLocation = 0;
    }

    /// <summary>Whether the execution took a branch for the first time, or for the first time so many times more often.</summary>
    public bool HasNew()
    {
        bool hasNew = false;
        ReadOnlySpan<byte> counts = new(Counts, Size);
        for (int start = 0; start < Size; start += Vector<byte>.Count)
        {
            if (new Vector<byte>(counts[start..]) == Vector<byte>.Zero)
            {
                continue;
            }

            for (int i = start; i < start + Vector<byte>.Count; i++)
            {
                // One bit for once, one for twice or three times, one for up to seven times, and so on.
                byte bit = (byte)(counts[i] == 0 ? 0 : 1 << BitOperations.Log2(counts[i]));
                EdgeCount += _seen[i] == 0 && bit != 0 ? 1 : 0;
                hasNew |= (_seen[i] | bit) != _seen[i];
                _seen[i] |= bit;
            }
        }

        return hasNew;
    }
}
