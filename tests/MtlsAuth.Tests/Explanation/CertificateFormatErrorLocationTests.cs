using System.Security.Cryptography;
using System.Text;
using CsCheck;
using MtlsAuth.Certificates;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.Explanation;

/// <summary>What holds of the place of a fault, whatever the octets.</summary>
public sealed class CertificateFormatErrorLocationTests
{
    private static readonly ClientCertificate[] Originals =
    [
        TestVectors.ReadCertificate("rfc9440-client.pem"),
        TestVectors.ReadCertificate("derived/san-all.pem"),
        TestVectors.ReadCertificate("derived/rsa-1024.pem"),
        TestVectors.ReadCertificate("derived/a-compressed-point.pem"),
    ];

    private static readonly Gen<ClientCertificate> Original = Gen.Int[0, Originals.Length - 1].Select(i => Originals[i]);

    [Test]
    public void A_fault_in_a_mutated_certificate_has_its_place_in_the_octets() =>
        Gen.Select(Original, Mutation.Any, Mutation.Any).Sample(
            (original, first, second) => AreInside(second.Apply([.. first.Apply(original.RawData.ToArray()), 0])),
            iter: 2000);

    [Test]
    public void A_fault_in_a_mutated_PEM_text_has_its_place_in_the_octets() =>
        Gen.Select(Original, Mutation.Any, Mutation.Any).Sample(
            (original, inside, around) =>
            {
                byte[] spoiled = inside.Apply(original.RawData.ToArray());
                string pem = PemEncoding.WriteString("CERTIFICATE", original.RawData.Span);
                byte[] text = Encoding.ASCII.GetBytes($"{pem}\n{PemEncoding.WriteString("CERTIFICATE", spoiled)}\n{pem}");
                return AreInside(text) && AreInside(around.Apply(text));
            },
            iter: 300);

    [Test]
    public void A_fault_in_any_octets_has_its_place_in_them() =>
        Gen.Byte.Array[0, 200].Sample(AreInside, iter: 2000);

    private static bool AreInside(byte[] contents) => Enum.GetValues<CertificateFormatError>().All(error =>
        CertificateFormatErrorLocation.Find(error, contents) is not { } location
        || (IsInside(location.TextOffset, contents.Length)
            && IsInside(location.DerOffset, contents.Length)
            && (location.TextOffset is not null || location.DerOffset is not null)
            && (location.DerOffset is not null || location.Field is null)));

    private static bool IsInside(int? offset, int length) => offset is null || (offset >= 0 && offset <= length);
}
