using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using MtlsAuth.Certificates;
using MtlsAuth.Tests.Keys;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.Certificates;

public sealed class ClientCertificateMutationTests
{
    private static readonly ClientCertificate[] Originals =
    [
        TestVectors.ReadCertificate("rfc9440-client.pem"),
        TestVectors.ReadCertificate("rfc9440-intermediate.pem"),
        TestVectors.ReadCertificate("rfc8705-appendix-a.pem"),
        TestVectors.ReadCertificate("derived/san-all.pem"),
        TestVectors.ReadCertificate("derived/rsa-1024.pem"),
        TestVectors.ReadCertificate("derived/a-compressed-point.pem"),
        TestVectors.ReadCertificate("derived/p521-rfc7520-key.pem"),
    ];

    private static readonly Gen<ClientCertificate> Original = Gen.Int[0, Originals.Length - 1].Select(i => Originals[i]);

    [Test]
    public void A_mutated_certificate_is_refused_or_has_the_key_that_an_independent_walk_finds() =>
        Gen.Select(Original, Mutation.Any).Sample(
            (original, mutation) =>
            {
                byte[] mutated = mutation.Apply(original.RawData.ToArray());
                if (!ClientCertificate.TryParseDer(mutated, out ClientCertificate? certificate, out CertificateFormatError error))
                {
                    return error != CertificateFormatError.None;
                }

                ReadEverything(certificate);
                return certificate.PublicKey.Equals(FindSubjectPublicKeyInfo(mutated).ReadKey());
            },
            iter: 2000);

    [Test]
    public void A_certificate_mutated_inside_its_key_never_has_the_original_key() =>
        Gen.Select(Original, Mutation.Any).Sample(
            (original, mutation) =>
            {
                original.RawData.Span.Overlaps(original.SubjectPublicKeyInfo.Span, out int offset);
                byte[] mutated = mutation.Apply(original.RawData.ToArray(), offset, original.SubjectPublicKeyInfo.Length);

                return mutated.AsSpan().SequenceEqual(original.RawData.Span)
                    || !ClientCertificate.TryParseDer(mutated, out ClientCertificate? certificate, out _)
                    || (!certificate.PublicKey.Equals(original.PublicKey)
                        && certificate.PublicKeyThumbprint != original.PublicKeyThumbprint);
            },
            iter: 2000);

    [Test]
    public void A_mutated_PEM_text_is_refused_or_a_certificate_that_stands_in_it() =>
        Gen.Select(Original, Mutation.Any).Sample(
            (original, mutation) =>
            {
                byte[] pem = Encoding.ASCII.GetBytes(PemEncoding.WriteString("CERTIFICATE", original.RawData.Span));
                string mutated = Encoding.Latin1.GetString(mutation.Apply(pem));
                if (!ClientCertificate.TryParsePem(mutated, out ClientCertificate? certificate, out CertificateFormatError error))
                {
                    return error != CertificateFormatError.None;
                }

                string letters = string.Concat(mutated.Where(character => !char.IsWhiteSpace(character)));
                return letters.Contains(Convert.ToBase64String(certificate.RawData.Span)[..^4], StringComparison.Ordinal);
            },
            iter: 1000);

    [Test]
    public void A_mutated_bundle_never_throws()
    {
        byte[] certificates = Der.Explicit(0, Originals[1].RawData.ToArray(), Originals[0].RawData.ToArray());
        byte[] bundle = Der.Sequence(
            Der.ObjectIdentifier("1.2.840.113549.1.7.2"),
            Der.Explicit(0, Der.Sequence(
                Der.Integer(1), Der.Set(), Der.Sequence(Der.ObjectIdentifier("1.2.840.113549.1.7.1")), certificates, Der.Set())));

        // The first octets hold the structure; behind them there are only certificates, which have tests of their own.
        Gen.Select(Mutation.Any, Gen.Int[1, bundle.Length]).Sample(
            (mutation, length) => CertificateBundle.TryParse(
                mutation.Apply(bundle, 0, Math.Min(length, 80)),
                out IReadOnlyList<ClientCertificate>? read,
                out CertificateFormatError error)
                ? read.Count > 0 && error == CertificateFormatError.None
                : read is null && error != CertificateFormatError.None,
            iter: 2000);
    }

    [Test]
    public void Any_octets_are_refused_with_a_reason() =>
        Gen.Byte.Array[0, 200].Sample(octets => octets.ReadCertificateError() != CertificateFormatError.None
            && octets.ReadBundleError() != CertificateFormatError.None);

    private static void ReadEverything(ClientCertificate certificate)
    {
        _ = certificate.Subject?.ToString();
        _ = certificate.Issuer?.ToString();
        _ = certificate.SubjectAlternativeNames.Select(name => name.ToString()).ToArray();
        _ = certificate.ExtendedKeyUsages.Count;
        _ = certificate.PublicKeyThumbprint;
        _ = certificate.SerialNumber.Length + certificate.TbsCertificate.Length + certificate.SignatureValue.Length;
    }

    private static byte[] FindSubjectPublicKeyInfo(byte[] der)
    {
        AsnReader fields = new AsnReader(der, AsnEncodingRules.DER).ReadSequence().ReadSequence();
        int before = fields.PeekTag().TagClass == TagClass.ContextSpecific ? 6 : 5;
        for (int i = 0; i < before; i++)
        {
            fields.ReadEncodedValue();
        }

        return fields.ReadEncodedValue().ToArray();
    }
}
