using System.Formats.Asn1;
using MtlsAuth.Encodings;

namespace MtlsAuth.Trust;

/// <summary>
/// The fields by which certificates make chains (RFC 5280 §4.1): names and key in DER, whatever kind of key it is. Read of certificates
/// that only the platform understands as well.
/// </summary>
internal readonly struct ChainFields
{
    private ChainFields(ReadOnlyMemory<byte> issuer, ReadOnlyMemory<byte> subject, ReadOnlyMemory<byte> subjectPublicKeyInfo)
    {
        Issuer = issuer;
        Subject = subject;
        SubjectPublicKeyInfo = subjectPublicKeyInfo;
    }

    public ReadOnlyMemory<byte> Issuer { get; }

    public ReadOnlyMemory<byte> Subject { get; }

    public ReadOnlyMemory<byte> SubjectPublicKeyInfo { get; }

    public bool IsSelfIssued => Issuer.Span.SequenceEqual(Subject.Span);

    /// <summary>Reads the fields of one certificate in DER, behind which nothing stands.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> der, out ChainFields fields)
    {
        fields = default;
        DerReader outer = new(der.Span);
        if (!outer.TryEnterOnly(Asn1Tag.Sequence, out DerReader certificate)
            || !certificate.TryEnter(Asn1Tag.Sequence, out DerReader reader))
        {
            return false;
        }

        // TBSCertificate ::= SEQUENCE { version [0] DEFAULT v1, serialNumber, signature, issuer, validity, subject, subjectPublicKeyInfo }
        if ((reader.NextIs(Tags.Constructed(0)) && !reader.TryReadAny(out _, out _, out _))
            || !reader.TryRead(Asn1Tag.Integer, out _)
            || !reader.TryRead(Asn1Tag.Sequence, out _)
            || !reader.TryRead(Asn1Tag.Sequence, out _, out Slice issuer)
            || !reader.TryRead(Asn1Tag.Sequence, out _)
            || !reader.TryRead(Asn1Tag.Sequence, out _, out Slice subject)
            || !reader.TryRead(Asn1Tag.Sequence, out _, out Slice key))
        {
            return false;
        }

        certificate.IgnoreRest();
        reader.IgnoreRest();
        fields = new ChainFields(issuer.Of(der), subject.Of(der), key.Of(der));
        return true;
    }

    /// <summary>Whether both are the same authority: one name and one key (RFC 5280 §6.1.1 (d)).</summary>
    public bool IsSameAuthority(ReadOnlySpan<byte> subject, ReadOnlySpan<byte> subjectPublicKeyInfo) =>
        SubjectPublicKeyInfo.Span.SequenceEqual(subjectPublicKeyInfo) && Subject.Span.SequenceEqual(subject);
}
