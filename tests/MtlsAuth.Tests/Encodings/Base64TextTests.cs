using System.Text;
using CsCheck;
using MtlsAuth.Encodings;
using MtlsAuth.Tests.Registration;

namespace MtlsAuth.Tests.Encodings;

public sealed class Base64TextTests
{
    // RFC 4648 §10.
    [TestCase("", "")]
    [TestCase("Zg==", "f")]
    [TestCase("Zm8=", "fo")]
    [TestCase("Zm9v", "foo")]
    [TestCase("Zm9vYg==", "foob")]
    [TestCase("Zm9vYmE=", "fooba")]
    [TestCase("Zm9vYmFy", "foobar")]
    public void TryDecode_reads_the_vectors_of_RFC_4648(string text, string expected)
    {
        Decode(text).Should().Equal(Encoding.ASCII.GetBytes(expected));
        Decode(text, Base64Leniency.WhiteSpace).Should().Equal(Encoding.ASCII.GetBytes(expected));
        Decode(text.TrimEnd('='), Base64Leniency.PaddingAndSpareBits).Should().Equal(Encoding.ASCII.GetBytes(expected));
    }

    [TestCase("Z")]
    [TestCase("Zg")]
    [TestCase("Zg=")]
    [TestCase("Zg===")]
    [TestCase("Zh==")]
    [TestCase("Zm9=")]
    [TestCase("=")]
    [TestCase("==")]
    [TestCase("====")]
    [TestCase("Z===")]
    [TestCase("Zg==Zg==")]
    [TestCase("Zm9v====")]
    [TestCase("Zm9-")]
    [TestCase("Zm9_")]
    [TestCase("Zm9\u0100")]
    [TestCase("Zm9\0")]
    [TestCase("    ")]
    [TestCase("Zm9v\n\n\n\n")]
    [TestCase("Zm\r\n\t 9v")]
    public void TryDecode_refuses_other_spellings(string text) => Decode(text).Should().BeNull();

    [TestCase(" Zm\r\n9v\tYg = = ")]
    [TestCase("Z\nm\n9\nv\nY\ng\n=\n=\n")]
    public void TryDecode_skips_white_space_where_that_is_asked_for(string text) =>
        Decode(text, Base64Leniency.WhiteSpace).Should().Equal(Encoding.ASCII.GetBytes("foob"));

    [TestCase("Zm9v\u000B")]
    [TestCase("Zm9v\u00A0")]
    [TestCase("Zg")]
    [TestCase("Zh==")]
    public void TryDecode_skips_nothing_else(string text) => Decode(text, Base64Leniency.WhiteSpace).Should().BeNull();

    [TestCase("Zg")]
    [TestCase("Zh")]
    [TestCase("Zh==")]
    public void TryDecode_accepts_missing_padding_and_spare_bits_where_that_is_asked_for(string text) =>
        Decode(text, Base64Leniency.PaddingAndSpareBits).Should().Equal((byte)'f');

    [TestCase("Z")]
    [TestCase("Zg=")]
    [TestCase("Zg===")]
    [TestCase("=")]
    [TestCase("Zg ")]
    [TestCase("Zg \n")]
    public void TryDecode_accepts_no_other_padding(string text) => Decode(text, Base64Leniency.PaddingAndSpareBits).Should().BeNull();

    [Test]
    public void TryDecode_gives_back_what_was_encoded()
    {
        Gen.Byte.Array[0, 5000].Sample(
            octets =>
            {
                Decode(Convert.ToBase64String(octets)).Should().Equal(octets);
                Decode(Convert.ToBase64String(octets, Base64FormattingOptions.InsertLineBreaks), Base64Leniency.WhiteSpace)
                    .Should().Equal(octets);
                Decode(Convert.ToBase64String(octets).TrimEnd('='), Base64Leniency.PaddingAndSpareBits).Should().Equal(octets);
            },
            iter: 100);
    }

    [Test]
    public void TryDecode_accepts_what_encoding_gives_back_and_nothing_else()
    {
        Gen.Char["ABQgwxyz019+/=-_ \n"].Array[0, 12].Sample(characters =>
        {
            string text = new(characters);
            byte[]? octets = Decode(text);

            (octets is null || Convert.ToBase64String(octets) == text).Should().BeTrue();
        });
    }

    private static byte[]? Decode(string text, Base64Leniency leniency = Base64Leniency.None) =>
        Base64Text.TryDecode(text, leniency, out byte[] octets) ? octets : null;
}
