namespace MtlsAuth.Encodings;

/// <summary>What a format lets pass in base64 beyond the one strict spelling (RFC 4648 §3).</summary>
[Flags]
internal enum Base64Leniency
{
    /// <summary>Nothing: the standard alphabet, padding, spare bits that are zero.</summary>
    None = 0,

    /// <summary>Spaces, tabs and line ends anywhere: the lax grammar of PEM (RFC 7468 §3, figure 2).</summary>
    WhiteSpace = 1,

    /// <summary>No padding at all, and spare bits of any value: byte sequences of structured fields (RFC 9651 §4.2.7).</summary>
    PaddingAndSpareBits = 2,
}
