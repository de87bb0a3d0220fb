using System.Globalization;

namespace MtlsAuth.Tool.Input;

/// <summary>A place in a text, as editors count: lines and characters of a line, both from 1.</summary>
/// <param name="Line">The line. A line ends with LF, and so with CRLF.</param>
/// <param name="Column">The character in it, which may be several octets.</param>
internal readonly record struct TextPlace(int Line, int Column)
{
    /// <summary>The place of an octet in UTF-8.</summary>
    public static TextPlace Of(ReadOnlySpan<byte> utf8, long offset)
    {
        ReadOnlySpan<byte> before = utf8[..(int)Math.Clamp(offset, 0, utf8.Length)];
        ReadOnlySpan<byte> line = before[(before.LastIndexOf((byte)'\n') + 1)..];
        int column = 1;
        foreach (byte octet in line)
        {
            // Octets that go on with a character begin with the bits 10 (RFC 3629 §3).
            column += (octet & 0xC0) == 0x80 ? 0 : 1;
        }

        return new TextPlace(before.Count((byte)'\n') + 1, column);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Line}:{Column}");
}
