using System.Net;
using System.Text;

namespace MtlsAuth.Certificates;

/// <summary>One entry of a certificate's subject alternative name extension (RFC 5280 §4.2.1.6).</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class SubjectAlternativeName
{
    private readonly ReadOnlyMemory<byte> _contents;

    internal SubjectAlternativeName(SubjectAlternativeNameKind kind, ReadOnlyMemory<byte> contents)
    {
        Kind = kind;
        _contents = contents;
    }

    /// <summary>The kind of name.</summary>
    public SubjectAlternativeNameKind Kind { get; }

    /// <summary>The contents octets of the name: text in ASCII, the octets of an address, or DER.</summary>
    public ReadOnlyMemory<byte> Contents => _contents;

    /// <summary>The text of an e-mail address, host name or URI, or the usual text of an IP address; null for the other kinds.</summary>
    public string? Text => Kind switch
    {
        SubjectAlternativeNameKind.Email or SubjectAlternativeNameKind.Dns or SubjectAlternativeNameKind.Uri =>
            Encoding.ASCII.GetString(_contents.Span),
        SubjectAlternativeNameKind.IPAddress => new IPAddress(_contents.Span).ToString(),
        _ => null,
    };

    /// <summary>Kind and text, for logs.</summary>
    public override string ToString() => $"{Kind}:{Text ?? Convert.ToHexString(_contents.Span)}";
}
