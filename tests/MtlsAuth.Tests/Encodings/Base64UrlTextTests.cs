using System.Buffers.Text;
using CsCheck;
using MtlsAuth.Encodings;
using MtlsAuth.Tests.Registration;

namespace MtlsAuth.Tests.Encodings;

public sealed class Base64UrlTextTests
{
    [Test]
    public void TryDecode_gives_back_what_the_platform_wrote() =>
        Gen.Byte.Array[0, 700].Sample(octets =>
        {
            string text = Base64Url.EncodeToString(octets);

            return Base64UrlText.TryDecode(text, out byte[] decoded)
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

    // RFC 4648 §5, bit by bit: groups of six bits, of which those that fill no octet are less than six, and zero.
    [Test]
    public void TryDecode_agrees_with_the_definition() =>
        Gen.Char["AQgwBCDEZ019az-_+/= \n\u00E9"].Array[0, 24].Select(characters => new string(characters)).Sample(
            text =>
            {
                bool isRead = Base64UrlText.TryDecode(text, out byte[] octets);

                return octets.AsSpan().SequenceEqual(DecodeBitByBit(text) ?? []) && isRead == (DecodeBitByBit(text) is not null);
            },
            iter: 20_000);

    private static byte[]? DecodeBitByBit(string text)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        List<byte> octets = [];
        int bits = 0;
        int count = 0;
        foreach (char character in text)
        {
            int value = Alphabet.IndexOf(character, StringComparison.Ordinal);
            if (value < 0)
            {
                return null;
            }

            bits = (bits << 6) | value;
            count += 6;
            if (count >= 8)
            {
                count -= 8;
                octets.Add((byte)(bits >> count));
                bits &= (1 << count) - 1;
            }
        }

        return count < 6 && bits == 0 ? [.. octets] : null;
    }
}
