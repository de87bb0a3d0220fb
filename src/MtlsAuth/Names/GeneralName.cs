using System.Net;
using System.Text;

namespace MtlsAuth.Certificates;

/// <summary>A GeneralName: one entry of a certificate's subject alternative name extension (RFC 5280 §4.2.1.6).</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class GeneralName
{
    internal GeneralName(GeneralNameType type, ReadOnlyMemory<byte> contents)
    {
        Type = type;
        Contents = contents;
    }

    /// <summary>Which alternative of the GeneralName it is.</summary>
    public GeneralNameType Type { get; }

    /// <summary>The contents octets of the name: text in ASCII, the octets of an address, or DER.</summary>
    public ReadOnlyMemory<byte> Contents { get; }

    /// <summary>The text of an e-mail address, host name or URI, or the usual text of an IP address; null for the other types.</summary>
    public string? Text => Type switch
    {
        GeneralNameType.Email or GeneralNameType.Dns or GeneralNameType.Uri => Encoding.ASCII.GetString(Contents.Span),
        GeneralNameType.IPAddress => new IPAddress(Contents.Span).ToString(),
        _ => null,
    };

    /// <summary>Type and text, for logs.</summary>
    public override string ToString() => $"{Type}:{Text ?? Convert.ToHexString(Contents.Span)}";
}
