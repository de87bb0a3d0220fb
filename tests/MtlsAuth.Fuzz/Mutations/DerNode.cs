using System.Buffers.Binary;
using System.Numerics;

namespace MtlsAuth.Fuzz.Mutations;

/// <summary>An element of something like DER, read with tolerance, to be changed and written with right lengths again.</summary>
internal sealed class DerNode
{
    private const int MaximumDepth = 24;

    public byte Tag { get; set; }

    /// <summary>What stands before the children: the count of unused bits of a BIT STRING that holds DER.</summary>
    public byte[] Prefix { get; private init; } = [];

    public byte[] Contents { get; set; } = [];

    /// <summary>The elements inside, or null for one without.</summary>
    public List<DerNode>? Children { get; private set; }

    /// <summary>Reads elements one after the other; null if the octets are something else.</summary>
    public static List<DerNode>? Read(ReadOnlySpan<byte> octets, int depth = 0)
    {
        List<DerNode> nodes = [];
        while (octets.Length >= 2 && depth < MaximumDepth)
        {
            byte tag = octets[0];
            if (!TryReadLength(octets, out int header, out int length))
            {
                return null;
            }

            nodes.Add(Create(tag, octets.Slice(header, length), depth));
            octets = octets[(header + length)..];
        }

        return octets.IsEmpty && nodes.Count > 0 ? nodes : null;
    }

    public IEnumerable<DerNode> All() => Children is null ? [this] : Children.SelectMany(child => child.All()).Prepend(this);

    public void Write(MemoryStream to)
    {
        using MemoryStream contents = new();
        contents.Write(Children is null ? Contents : Prefix);
        foreach (DerNode child in Children ?? [])
        {
            child.Write(contents);
        }

        to.WriteByte(Tag);
        WriteLength(to, (int)contents.Length);
        contents.WriteTo(to);
    }

    public byte[] ToArray()
    {
        using MemoryStream stream = new();
        Write(stream);
        return stream.ToArray();
    }

    private static DerNode Create(byte tag, ReadOnlySpan<byte> contents, int depth)
    {
        // OCTET STRINGs and BIT STRINGs often hold DER: extensions, keys, signatures.
        int prefix = tag == 0x03 && contents.Length > 2 ? 1 : 0;
        bool mayHold = (tag & 0x20) != 0 || tag is 0x03 or 0x04;
        List<DerNode>? children = mayHold ? Read(contents[prefix..], depth + 1) : null;
        return new DerNode { Tag = tag, Prefix = contents[..prefix].ToArray(), Contents = contents.ToArray(), Children = children };
    }

    private static bool TryReadLength(ReadOnlySpan<byte> octets, out int header, out int length)
    {
        int count = octets[1] > 0x80 ? octets[1] & 0x7F : 0;
        header = 2 + count;
        length = octets[1];
        if (count > 0)
        {
            if (count > 3 || octets.Length < header)
            {
                return false;
            }

            length = 0;
            foreach (byte octet in octets.Slice(2, count))
            {
                length = (length << 8) | octet;
            }
        }

        return octets[1] != 0x80 && (octets[0] & 0x1F) != 0x1F && length <= octets.Length - header;
    }

    private static void WriteLength(MemoryStream to, int length)
    {
        if (length < 0x80)
        {
            to.WriteByte((byte)length);
            return;
        }

        Span<byte> octets = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(octets, length);
        octets = octets[(BitOperations.LeadingZeroCount((uint)length) / 8)..];
        to.WriteByte((byte)(0x80 | octets.Length));
        to.Write(octets);
    }
}
