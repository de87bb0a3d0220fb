namespace MtlsAuth.Testing.Hostile;

/// <summary>Changes octets without changing their number, so that the DER around them stays right.</summary>
internal static class Octets
{
    /// <summary>Puts other octets in the place of the first, or last, that are found.</summary>
    public static byte[] With(this byte[] octets, ReadOnlySpan<byte> old, ReadOnlySpan<byte> replacement, bool last = false)
    {
        int position = last ? octets.AsSpan().LastIndexOf(old) : octets.AsSpan().IndexOf(old);
        if (position < 0 || old.Length != replacement.Length)
        {
            throw new ArgumentException("The octets are not there, or of another number.", nameof(old));
        }

        byte[] changed = [.. octets];
        replacement.CopyTo(changed.AsSpan(position));
        return changed;
    }
}
