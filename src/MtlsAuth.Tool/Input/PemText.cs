using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MtlsAuth.Tool.Running;

namespace MtlsAuth.Tool.Input;

/// <summary>PEM texts with private keys in them, which are left where they are.</summary>
internal static class PemText
{
    private const string PrivateKey = "PRIVATE KEY";
    private const int MaximumBlocks = 1_000;

    /// <summary>Refuses a text with more blocks than anybody has: the platform looks for the end of each in all of the rest.</summary>
    /// <exception cref="UnreadableException">It has more.</exception>
    public static void RefuseTooManyBlocks(string source, ReadOnlySpan<byte> contents)
    {
        if (contents.Count("-----BEGIN "u8) > MaximumBlocks)
        {
            throw new UnreadableException(
                string.Create(CultureInfo.InvariantCulture, $"{source}: more than {MaximumBlocks} PEM blocks; {MaximumBlocks} are read"));
        }
    }

    /// <summary>
    /// The same text with spaces in place of private keys, as a server's file has one beside its certificate. What remains stands where it
    /// stood.
    /// </summary>
    public static byte[] WithoutPrivateKeys(byte[] contents, out bool hasPrivateKey)
    {
        hasPrivateKey = contents is not [0x30, ..] && contents.AsSpan().IndexOf("PRIVATE KEY-----"u8) >= 0;
        if (!hasPrivateKey)
        {
            return contents;
        }

        StringBuilder rest = new();
        string text = Encoding.Latin1.GetString(contents);
        int position = 0;
        while (PemEncoding.TryFind(text.AsSpan(position), out PemFields fields))
        {
            (int offset, int length) = fields.Location.GetOffsetAndLength(text.Length - position);
            ReadOnlySpan<char> label = text.AsSpan(position)[fields.Label];
            int end = position + offset + length;
            bool isPrivateKey = label.EndsWith(PrivateKey);
            rest.Append(text.AsSpan(position, isPrivateKey ? offset : offset + length)).Append(' ', isPrivateKey ? length : 0);
            position = end;
        }

        rest.Append(text.AsSpan(position));
        return Encoding.Latin1.GetBytes(rest.ToString());
    }

    /// <summary>The first block whose label is one of these; null if there is none.</summary>
    public static (string Label, string Block)? Find(byte[] contents, params ReadOnlySpan<string> labels)
    {
        string text = Encoding.Latin1.GetString(contents);
        int position = 0;
        while (PemEncoding.TryFind(text.AsSpan(position), out PemFields fields))
        {
            string label = text.AsSpan(position)[fields.Label].ToString();
            if (labels.Contains(label))
            {
                return (label, text.AsSpan(position)[fields.Location].ToString());
            }

            position += fields.Location.End.GetOffset(text.Length - position);
        }

        return null;
    }
}
