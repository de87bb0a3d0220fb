using System.Buffers.Text;
using CsCheck;
using MtlsAuth.Encodings;
using MtlsAuth.Tests.Registration;

namespace MtlsAuth.Tests.Encodings;

public sealed class Base64UrlTextTests
{
    [Test]
    public void TryDecode_gives_back_what_Encode_wrote() =>
        Gen.Byte.Array[0, 700].Sample(octets =>
        {
            string text = Base64UrlText.Encode(octets);

            return text == Base64Url.EncodeToString(octets)
                && text.Length == Base64UrlText.GetEncodedLength(octets.Length)
                && Base64UrlText.TryDecode(text, out byte[] decoded)
                && decoded.AsSpan().SequenceEqual(octets);
        });

    [Test]
    public void TryDecode_reads_no_second_text_for_the_same_octets() =>
        Gen.Char["AQgwBCDEZ019az-_+/= \t\n\u00E9\u0141\uD83D"].Array[0, 9].Select(characters => new string(characters)).Sample(
            text => !Base64UrlText.TryDecode(text, out byte[] octets) || Base64Url.EncodeToString(octets) == text,
            iter: 5000);

    [TestCase("")]
    [TestCase("AA")]
    [TestCase("AAA")]
    [TestCase("AAAA")]
    [TestCase("-_-_")]
    public void TryDecode_reads(string text) => Base64UrlText.TryDecode(text, out _).Should().BeTrue();

    [TestCase("A", TestName = "{m}(impossible length 1)")]
    [TestCase("AAAAA", TestName = "{m}(impossible length 5)")]
    [TestCase("AA==", TestName = "{m}(padding)")]
    [TestCase("AAA=", TestName = "{m}(padding of one)")]
    [TestCase("=", TestName = "{m}(only padding)")]
    [TestCase("AB", TestName = "{m}(four spare bits)")]
    [TestCase("AAB", TestName = "{m}(two spare bits)")]
    [TestCase("++++", TestName = "{m}(plus)")]
    [TestCase("////", TestName = "{m}(slash)")]
    [TestCase("AA AA", TestName = "{m}(space)")]
    [TestCase(" AAA", TestName = "{m}(space in front)")]
    [TestCase("AAAA\n", TestName = "{m}(line end)")]
    [TestCase("A\0AA", TestName = "{m}(NUL)")]
    [TestCase("\uFF21AAA", TestName = "{m}(full-width A)")]
    [TestCase("\u0141AAA", TestName = "{m}(a character whose low octet is A)")]
    public void TryDecode_refuses(string text)
    {
        Base64UrlText.TryDecode(text, out byte[] octets).Should().BeFalse();

        octets.Should().BeEmpty();
    }

    [Test]
    public void Encode_refuses_a_destination_without_room_for_the_padding()
    {
        Action encode = () => Base64UrlText.Encode([1], stackalloc byte[3]);

        encode.Should().Throw<ArgumentException>().WithParameterName("utf8");
    }
}
