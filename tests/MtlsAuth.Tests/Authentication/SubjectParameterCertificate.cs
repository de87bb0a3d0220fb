using System.Net;
using System.Text;
using MtlsAuth.Certificates;
using MtlsAuth.Clients;
using MtlsAuth.Tests.Certificates;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.Authentication;

/// <summary>Makes the certificate that a registered subject parameter asks for.</summary>
internal static class SubjectParameterCertificate
{
    // Throws for what is not ASCII. A question mark in its place would be another name.
    private static readonly Encoding Ascii =
        Encoding.GetEncoding("us-ascii", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);

    /// <summary>A certificate that carries the value; its signature is rubbish.</summary>
    public static ClientCertificate Carrying(SubjectParameter parameter)
    {
        if (parameter.Kind is not { } kind)
        {
            return new CertificateParts { Subject = EncodeName(parameter.Value.ParseName()) }.ReadCertificate();
        }

        byte[] names = Der.Sequence(Der.Implicit((int)kind, GetContents(kind, parameter.Value)));
        return new CertificateParts().WithExtensions(CertificateParts.Extension("2.5.29.17", names)).ReadCertificate();
    }

    private static byte[] GetContents(GeneralNameType kind, string value) =>
        kind == GeneralNameType.IPAddress ? IPAddress.Parse(value).GetAddressBytes() : Ascii.GetBytes(value);

    private static byte[] EncodeName(DistinguishedName name) =>
        Der.Sequence([.. name.RelativeNames.Reverse().Select(rdn =>
            Der.Set([.. rdn.Attributes.Select(attribute => EncodedName.Attribute(attribute.Oid, attribute.EncodedValue.ToArray()))]))]);
}
