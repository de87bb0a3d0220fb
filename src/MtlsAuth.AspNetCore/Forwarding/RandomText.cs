namespace MtlsAuth.AspNetCore.Forwarding;

/// <summary>Tells text that a generator may have made from text that repeats itself or counts.</summary>
/// <remarks>
/// Randomness cannot be measured. What can be counted is how much of a text follows from what stands before: little of a random one
/// (of a million with 128 bits in any usual alphabet, none loses three eighths of its characters), and most of what people write to fill
/// a length.
/// </remarks>
internal static class RandomText
{
    private const int TripleLength = 3;

    private const string Sequences = "0123456789abcdefghijklmnopqrstuvwxyz 7890 qwertyuiop asdfghjkl zxcvbnm";

    private static readonly string SequencesBackwards = new([.. Sequences.Reverse()]);

    /// <summary>Whether five eighths of the characters, or more, follow from nothing that stands before them.</summary>
    public static bool IsPossible(string text)
    {
        string folded = text.ToLowerInvariant();
        int following = 0;
        for (int start = 0; start + TripleLength <= folded.Length; start++)
        {
            ReadOnlySpan<char> triple = folded.AsSpan(start, TripleLength);
            bool isRepeated = folded.AsSpan().IndexOf(triple) < start;
            bool isCounted = Sequences.AsSpan().IndexOf(triple) >= 0 || SequencesBackwards.AsSpan().IndexOf(triple) >= 0;
            following += isRepeated || isCounted ? 1 : 0;
        }

        return (folded.Length - following) * 8 >= folded.Length * 5;
    }
}
