using CsCheck;
using MtlsAuth.Certificates;
using MtlsAuth.Forwarding;
using MtlsAuth.Testing.Forwarding;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;
using static MtlsAuth.Tests.Forwarding.ForwardedCertificates;

namespace MtlsAuth.Tests.Forwarding;

public sealed class ForwardedCertificatePropertyTests
{
    private static readonly Gen<ForwardedCertificateFormat> Format = Gen.OneOf(Enum.GetValues<ForwardedCertificateFormat>());

    // Every length, and so every padding, and every octet somewhere.
    private static readonly Gen<byte[]> Certificate = Gen.Byte.Array[1, 300].Select(octets =>
        new CertificateParts { Signature = Der.BitString(octets), SerialNumber = Der.Integer([1, .. octets]) }.Encode());

    [Test]
    public void Decode_gives_back_what_was_encoded() =>
        Gen.Select(Format, Certificate).Sample((format, der) => format.Encode(der).Decode(format).ShouldBe(der), iter: 500);

    [Test]
    public void Decode_gives_back_the_chain_that_was_encoded()
    {
        Gen.Select(Format, Certificate.Array[2, 5]).Sample(
            (format, certificates) =>
            {
                byte[][] distinct = [.. certificates.DistinctBy(Convert.ToHexString)];
                (string value, string[] chain) = format.Encode(distinct[0], distinct[1..]);

                value.Decode(format, chain).ShouldBe(distinct[0], distinct[1..]);
            },
            iter: 100);
    }

    [Test]
    public void Decode_never_throws_and_invents_nothing_for_mutated_values()
    {
        Gen<string> junk = Gen.OneOf(Gen.Char.Select(character => character.ToString()), Gen.OneOf(
            "%", "%2B", "%0A", "+", "/", "=", "==", ":", ",", ";", "\"", "\\", "-----", "\n", " ", "\0", "A", "Cert=", "Hash="));
        Gen<(int Index, int Length, string Text)> mutation = Gen.Select(Gen.Int[0, 5000], Gen.Int[0, 4], junk);

        Gen.Select(Format, Certificate, mutation.Array[1, 4]).Sample(
            (format, der, mutations) =>
            {
                string value = format.Encode(der);
                foreach ((int index, int length, string text) in mutations)
                {
                    int start = index % (value.Length + 1);
                    value = value.Remove(start, Math.Min(length, value.Length - start)).Insert(start, text);
                }

                Check(value, format);
            },
            iter: 1000);
    }

    [Test]
    public void Decode_never_throws_for_any_text()
    {
        Gen.Select(Format, Gen.String, Gen.String.Array[0, 3]).Sample((format, value, chain) =>
        {
            Check(value, format);
            value.Decode(format, chain).Certificate.Should().BeNull();
            format.Encode(Leaf).Decode(format, chain).Status.Should().BeOneOf(
                PresentedCertificateStatus.Present,
                PresentedCertificateStatus.HeaderMalformed,
                PresentedCertificateStatus.HeaderTooLarge,
                PresentedCertificateStatus.HeaderDuplicated);
        });
    }

    private static void Check(string value, ForwardedCertificateFormat format)
    {
        PresentedCertificate result = value.Decode(format);
        if (result.Certificate is null)
        {
            result.Certificate.Should().BeNull();
            return;
        }

        // All but the last characters, in which RFC 9651 lets bits and padding vary, have to be in the value as they are.
        result.Error.Should().Be(CertificateFormatError.None);
        string base64 = Convert.ToBase64String(result.Certificate!.RawData.Span)[..^4];
        string text = format is ForwardedCertificateFormat.Pem or ForwardedCertificateFormat.Base64Der or ForwardedCertificateFormat.Rfc9440
            ? value
            : Uri.UnescapeDataString(value);
        string.Concat(text.Split(' ', '\t', '\r', '\n')).Should().Contain(base64);
    }
}
