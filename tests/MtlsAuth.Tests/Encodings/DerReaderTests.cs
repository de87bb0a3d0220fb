using System.Formats.Asn1;
using System.Numerics;
using CsCheck;
using MtlsAuth.Encodings;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.Encodings;

public sealed class DerReaderTests
{
    [Test]
    public void Readers_of_one_buffer_hand_out_slices_of_it()
    {
        byte[] encoded = Octets("30 06 30 02 05 00 02 00 05 00");
        DerReader reader = new(encoded);

        reader.TryEnter(Asn1Tag.Sequence, out DerReader outer, out Slice whole).Should().BeTrue();
        outer.TryEnter(Asn1Tag.Sequence, out DerReader inner).Should().BeTrue();
        inner.TryRead(Asn1Tag.Null, out Slice contents, out Slice element).Should().BeTrue();

        whole.Should().Be(new Slice(0, 8));
        element.Should().Be(new Slice(4, 2));
        contents.Should().Be(new Slice(6, 0));
        outer.Rest.Should().Be(new Slice(6, 2));
        reader[element].ToArray().Should().Equal(0x05, 0x00);
        (inner.TryEnd(), outer.TryEnd(), reader.TryEnd()).Should().Be((true, false, false));
    }

    [TestCase("31 02 05 00", TestName = "{m}(another tag)")]
    [TestCase("30 02 05", TestName = "{m}(cut off)")]
    [TestCase("30 80 05 00 00 00", TestName = "{m}(length indefinite)")]
    [TestCase("", TestName = "{m}(nothing)")]
    public void TryEnter_refuses_and_does_not_move(string encoded)
    {
        DerReader reader = new(Octets(encoded));

        reader.TryEnter(Asn1Tag.Sequence, out DerReader inner).Should().BeFalse();
        reader.TryEnterOnly(Asn1Tag.Sequence, out DerReader only).Should().BeFalse();

        (inner.TryEnd(), only.TryEnd()).Should().Be((true, true), "nothing was entered");
        reader[reader.Rest].ToArray().Should().Equal(Octets(encoded));
    }

    [TestCase("30 02 05 00", true)]
    [TestCase("30 02 05 00 05", false)]
    [TestCase("30 02 05 00 05 00", false)]
    public void TryEnterOnly_refuses_what_something_follows(string encoded, bool expected)
    {
        DerReader reader = new(Octets(encoded));

        reader.TryEnterOnly(Asn1Tag.Sequence, out DerReader inner).Should().Be(expected);

        reader.TryEnd().Should().Be(expected);
        reader.TryEnter(Asn1Tag.Sequence, out _).Should().Be(!expected);
        inner.TryRead(Asn1Tag.Null, out _).Should().Be(expected);
        inner.TryEnd().Should().BeTrue();
    }

    [Test]
    public void IgnoreRest_leaves_nothing_to_read()
    {
        DerReader reader = new(Octets("05 00 FF"));

        reader.IgnoreRest();

        reader.TryEnd().Should().BeTrue();
        reader.TryReadAny(out _, out _, out _).Should().BeFalse();
    }

    [TestCase("04 02 01 02", "01 02")]
    [TestCase("04 00", "")]
    public void TryRead_hands_out_the_contents(string encoded, string contents)
    {
        DerReader reader = new(Octets(encoded));

        reader.TryRead(Asn1Tag.PrimitiveOctetString, out Slice read).Should().BeTrue();

        reader[read].ToArray().Should().Equal(Octets(contents));
        reader.TryEnd().Should().BeTrue();
    }

    [Test]
    public void TryRead_hands_out_tag_and_length_too()
    {
        DerReader reader = new(Octets("04 01 61 05 00"));

        reader.TryRead(Asn1Tag.PrimitiveOctetString, out Slice contents, out Slice encoded).Should().BeTrue();

        reader[contents].ToArray().Should().Equal(0x61);
        reader[encoded].ToArray().Should().Equal(0x04, 0x01, 0x61);
        reader[reader.Rest].ToArray().Should().Equal(0x05, 0x00);
    }

    [TestCase(0x7F, 2)]
    [TestCase(0x80, 3)]
    [TestCase(0x01_02, 4)]
    [TestCase(0x01_02_03, 5)]
    [TestCase(0x01_02_03_04, 6)]
    public void TryRead_reads_lengths_of_every_form(int count, int header)
    {
        DerReader reader = new(Der.OctetString(new byte[count]));

        reader.TryRead(Asn1Tag.PrimitiveOctetString, out Slice contents).Should().BeTrue();

        contents.Should().Be(new Slice(header, count));
        reader.TryEnd().Should().BeTrue();
    }

    [TestCase("", TestName = "{m}(nothing)")]
    [TestCase("04", TestName = "{m}(no length)")]
    [TestCase("04 02 61", TestName = "{m}(contents cut off)")]
    [TestCase("04 81", TestName = "{m}(length cut off)")]
    [TestCase("04 81 01 61", TestName = "{m}(length not minimal, long form)")]
    [TestCase("04 82 00 80 61", TestName = "{m}(length not minimal, leading zero)")]
    [TestCase("04 84 FF FF FF FF 61", TestName = "{m}(length beyond Int32)")]
    [TestCase("04 84 80 00 00 00 61", TestName = "{m}(length beyond Int32 by one)")]
    [TestCase("04 89 01 00 00 00 00 00 00 00 00 61", TestName = "{m}(length beyond Int64)")]
    [TestCase("04 80 61 00 00", TestName = "{m}(length indefinite, primitive)")]
    [TestCase("24 80 04 01 61 00 00", TestName = "{m}(length indefinite, constructed)")]
    [TestCase("24 03 04 01 61", TestName = "{m}(constructed instead of primitive)")]
    [TestCase("84 01 61", TestName = "{m}(another class)")]
    [TestCase("05 00", TestName = "{m}(another tag)")]
    [TestCase("1F 04 01 61", TestName = "{m}(tag number not minimal)")]
    [TestCase("1F", TestName = "{m}(tag cut off)")]
    public void TryRead_refuses_and_does_not_move(string encoded)
    {
        DerReader reader = new(Octets(encoded));

        reader.TryRead(Asn1Tag.PrimitiveOctetString, out _).Should().BeFalse();
        reader.TryRead(Asn1Tag.PrimitiveOctetString, out _, out _).Should().BeFalse();

        reader[reader.Rest].ToArray().Should().Equal(Octets(encoded));
    }

    [Test]
    public void Each_method_leaves_what_it_refuses_to_another()
    {
        foreach (string encoded in new[] { "01 01 01", "02 02 00 01", "03 02 08 00", "03 02 01 FE", "06 01 80", "30 03 06 01 80", "04 00" })
        {
            DerReader reader = new(Octets(encoded));

            reader.TryReadBoolean(out _).Should().BeFalse();
            reader.TryReadInteger(out _).Should().BeFalse();
            reader.TryReadUnsignedInteger(out _).Should().BeFalse();
            reader.TryReadOctetsInBitString(out _).Should().BeFalse();
            reader.TryReadObjectIdentifier(out _).Should().BeFalse();
            reader.TryReadAlgorithmIdentifier(out _, out _, out _).Should().BeFalse();

            reader.TryReadAny(out _, out _, out Slice whole).Should().BeTrue();
            reader[whole].ToArray().Should().Equal(Octets(encoded));
        }
    }

    [TestCase("", false, true)]
    [TestCase("02 01 01", false, true)]
    [TestCase("01 01 FF", true, true)]
    [TestCase("01 01 00", false, true)]
    [TestCase("01 01 01", false, false)]
    public void TryReadDefaultFalse_takes_the_default_written_or_not(string encoded, bool value, bool expected)
    {
        DerReader reader = new(Octets(encoded));

        reader.TryReadDefaultFalse(out bool read).Should().Be(expected);

        read.Should().Be(value);
    }

    [Test]
    public void TryReadAny_reads_whatever_comes()
    {
        DerReader reader = new(Octets("9F 81 00 01 61 30 02 05 00"));

        reader.TryReadAny(out Asn1Tag first, out _, out _).Should().BeTrue();
        reader.TryReadAny(out Asn1Tag second, out Slice contents, out _).Should().BeTrue();

        first.Should().Be(new Asn1Tag(TagClass.ContextSpecific, 128));
        second.Should().Be(Asn1Tag.Sequence);
        reader[contents].ToArray().Should().Equal(0x05, 0x00);
        reader.TryReadAny(out _, out _, out _).Should().BeFalse();
    }

    [TestCase("05 00", true)]
    [TestCase("05", true)]
    [TestCase("04 00", false)]
    [TestCase("25 00", false)]
    [TestCase("", false)]
    public void NextIs_looks_at_the_tag_only(string encoded, bool expected)
    {
        DerReader reader = new(Octets(encoded));

        reader.NextIs(Asn1Tag.Null).Should().Be(expected);
        reader.Rest.Length.Should().Be(Octets(encoded).Length);
    }

    [TestCase("06 01 2A", true)]
    [TestCase("06 03 55 04 03", true)]
    [TestCase("06 03 88 37 01", true)]
    [TestCase("06 00", false, TestName = "{m}(no arc)")]
    [TestCase("06 03 55 04 83", false, TestName = "{m}(last arc unfinished)")]
    [TestCase("06 03 80 2A 03", false, TestName = "{m}(first arc begins with 80)")]
    [TestCase("06 03 2A 80 03", false, TestName = "{m}(later arc begins with 80)")]
    [TestCase("06 03 2A 81 80", false, TestName = "{m}(arc ends in 80)")]
    [TestCase("06 04 2A 81 80 01", true, TestName = "{m}(80 inside an arc)")]
    [TestCase("0D 03 55 04 03", false, TestName = "{m}(RELATIVE-OID)")]
    [TestCase("26 03 55 04 03", false, TestName = "{m}(constructed)")]
    public void TryReadObjectIdentifier_reads_complete_arcs_only(string encoded, bool expected)
    {
        DerReader reader = new(Octets(encoded));

        reader.TryReadObjectIdentifier(out _).Should().Be(expected);
    }

    [TestCase(62, true)]
    [TestCase(63, true)]
    [TestCase(64, false)]
    public void TryReadObjectIdentifier_reads_64_arcs(int octets, bool expected)
    {
        byte[] identifier = [.. Enumerable.Repeat((byte)0x2A, octets)];

        ReadsObjectIdentifier(identifier).Should().Be(expected);
        PlatformReadsObjectIdentifier(identifier).Should().Be(expected);
    }

    [TestCase("83FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF7F", true)]
    [TestCase("84808080808080808080808080808080808000", false)]
    [TestCase("8180808080808080808080808080808080808000", false)]
    public void TryReadObjectIdentifier_reads_arcs_of_128_bits(string arc, bool expected)
    {
        byte[] identifier = [0x2A, .. Convert.FromHexString(arc), 0x01];

        ReadsObjectIdentifier(identifier).Should().Be(expected);
        PlatformReadsObjectIdentifier(identifier).Should().Be(expected);
    }

    [Test]
    public void TryReadObjectIdentifier_reads_nothing_that_the_platform_cannot_write_as_text() =>
        Gen.OneOf(Gen.Byte, Gen.Byte[0x80, 0x84], Gen.Byte[0x00, 0x02]).Array[1, 80].Sample(
            identifier => !ReadsObjectIdentifier(identifier) || PlatformReadsObjectIdentifier(identifier));

    [TestCase("02 01 00", "00")]
    [TestCase("02 01 80", "80")]
    [TestCase("02 02 00 80", "00 80")]
    [TestCase("02 02 FF 7F", "FF 7F")]
    [TestCase("02 01 FF", "FF")]
    public void TryReadInteger_hands_out_the_contents(string encoded, string contents)
    {
        DerReader reader = new(Octets(encoded));

        reader.TryReadInteger(out Slice read).Should().BeTrue();

        reader[read].ToArray().Should().Equal(Octets(contents));
    }

    [TestCase("02 00", TestName = "{m}(empty)")]
    [TestCase("02 02 00 7F", TestName = "{m}(zero too many)")]
    [TestCase("02 02 00 00", TestName = "{m}(zero twice)")]
    [TestCase("02 02 FF 80", TestName = "{m}(FF too many)")]
    [TestCase("0A 01 01", TestName = "{m}(ENUMERATED)")]
    [TestCase("22 01 01", TestName = "{m}(constructed)")]
    public void TryReadInteger_refuses(string encoded)
    {
        DerReader reader = new(Octets(encoded));
        DerReader same = new(Octets(encoded));

        reader.TryReadInteger(out _).Should().BeFalse();
        same.TryReadUnsignedInteger(out _).Should().BeFalse();
    }

    [Test]
    public void TryReadUnsignedInteger_gives_back_what_was_written() =>
        Gen.Byte.Array[0, 40].Sample(octets =>
        {
            BigInteger number = new(octets, isUnsigned: true, isBigEndian: true);
            AsnWriter writer = new(AsnEncodingRules.DER);
            writer.WriteInteger(number);
            DerReader reader = new(writer.Encode());

            reader.TryReadUnsignedInteger(out Slice magnitude).Should().BeTrue();
            reader[magnitude].ToArray().Should().Equal(number.ToByteArray(isUnsigned: true, isBigEndian: true));
        });

    [TestCase("02 01 80")]
    [TestCase("02 01 FF")]
    public void TryReadUnsignedInteger_refuses_negative_numbers(string encoded)
    {
        DerReader reader = new(Octets(encoded));

        reader.TryReadUnsignedInteger(out _).Should().BeFalse();
    }

    [TestCase("01 01 00", false)]
    [TestCase("01 01 FF", true)]
    public void TryReadBoolean_reads_the_two_values(string encoded, bool expected)
    {
        DerReader reader = new(Octets(encoded));

        reader.TryReadBoolean(out bool value).Should().BeTrue();

        value.Should().Be(expected);
    }

    [TestCase("01 01 01", TestName = "{m}(01)")]
    [TestCase("01 01 FE", TestName = "{m}(FE)")]
    [TestCase("01 00", TestName = "{m}(empty)")]
    [TestCase("01 02 FF FF", TestName = "{m}(two octets)")]
    [TestCase("02 01 FF", TestName = "{m}(INTEGER)")]
    public void TryReadBoolean_refuses(string encoded)
    {
        DerReader reader = new(Octets(encoded));

        reader.TryReadBoolean(out bool value).Should().BeFalse();

        value.Should().BeFalse();
    }

    [TestCase("03 01 00", "", 0)]
    [TestCase("03 02 00 FF", "FF", 0)]
    [TestCase("03 02 07 80", "80", 7)]
    [TestCase("03 03 01 01 FE", "01 FE", 1)]
    public void TryReadBitString_hands_out_octets_and_unused_bits(string encoded, string octets, int unused)
    {
        DerReader reader = new(Octets(encoded));

        reader.TryReadBitString(out Slice read, out int unusedBits).Should().BeTrue();

        reader[read].ToArray().Should().Equal(Octets(octets));
        unusedBits.Should().Be(unused);
    }

    [TestCase("03 00", TestName = "{m}(no octet at all)")]
    [TestCase("03 02 08 00", TestName = "{m}(eight unused bits)")]
    [TestCase("03 01 01", TestName = "{m}(unused bits of nothing)")]
    [TestCase("03 02 01 01", TestName = "{m}(an unused bit that is set)")]
    [TestCase("03 02 07 C0", TestName = "{m}(the highest unused bit set)")]
    [TestCase("23 04 03 02 00 FF", TestName = "{m}(constructed)")]
    [TestCase("04 02 00 FF", TestName = "{m}(OCTET STRING)")]
    public void TryReadBitString_refuses(string encoded)
    {
        DerReader reader = new(Octets(encoded));
        DerReader same = new(Octets(encoded));

        reader.TryReadBitString(out _, out _).Should().BeFalse();
        same.TryReadOctetsInBitString(out _).Should().BeFalse();
    }

    [Test]
    public void TryReadOctetsInBitString_refuses_unused_bits()
    {
        DerReader reader = new(Octets("03 02 01 FE"));

        reader.TryReadOctetsInBitString(out _).Should().BeFalse();
    }

    [TestCase("30 03 06 01 2A", "")]
    [TestCase("30 05 06 01 2A 05 00", "05 00")]
    [TestCase("30 08 06 01 2A 30 03 02 01 01", "30 03 02 01 01")]
    public void TryReadAlgorithmIdentifier_hands_out_its_parts(string encoded, string expectedParameters)
    {
        DerReader reader = new([.. Octets(encoded), 0x05, 0x00]);

        reader.TryReadAlgorithmIdentifier(
            out Slice algorithm, out Slice parameters, out Slice whole).Should().BeTrue();

        reader[algorithm].ToArray().Should().Equal(0x2A);
        reader[parameters].ToArray().Should().Equal(Octets(expectedParameters));
        reader[whole].ToArray().Should().Equal(Octets(encoded));
    }

    [TestCase("30 00", TestName = "{m}(empty)")]
    [TestCase("31 03 06 01 2A", TestName = "{m}(SET)")]
    [TestCase("30 03 06 01 80", TestName = "{m}(bad identifier)")]
    [TestCase("30 03 02 01 2A", TestName = "{m}(no identifier)")]
    [TestCase("30 04 06 01 2A 05", TestName = "{m}(parameters cut off)")]
    [TestCase("30 07 06 01 2A 05 00 05 00", TestName = "{m}(parameters twice)")]
    public void TryReadAlgorithmIdentifier_refuses(string encoded)
    {
        DerReader reader = new(Octets(encoded));

        reader.TryReadAlgorithmIdentifier(out _, out _, out _).Should().BeFalse();
    }

    [Test]
    public void TryRead_agrees_with_the_platform_about_tags_and_lengths()
    {
        byte[] tags = [0x04, 0x30, 0x1F, 0xBF];
        int[] counts = [0, 1, 126, 127, 128, 129, 255, 256, 257, 65_535, 65_536];

        Gen.Select(
            Gen.OneOf(Gen.Byte, Gen.Int[0, 3].Select(i => tags[i])).Array[0, 3],
            Gen.OneOf(Gen.Byte, Gen.Byte[0, 4], Gen.Byte[0x7F, 0x85]).Array[0, 6],
            Gen.Int[0, counts.Length - 1].Select(i => counts[i])).Sample(
            (tag, length, count) =>
            {
                byte[] encoded = [.. tag, .. length, .. new byte[count]];
                bool isDer = AsnDecoder.TryReadEncodedValue(
                    encoded, AsnEncodingRules.DER, out Asn1Tag expected, out int offset, out int contentLength, out int consumed);
                DerReader reader = new(encoded);
                bool isRead = reader.TryRead(expected, out Slice contents, out Slice whole);

                return isRead == isDer
                    && (!isRead || (contents == new Slice(offset, contentLength) && whole == new Slice(0, consumed)));
            },
            iter: 20_000);
    }

    [Test]
    public void Every_method_survives_any_octets() =>
        Gen.Byte.Array[0, 24].Sample(octets =>
        {
            foreach (byte tag in (ReadOnlySpan<byte>)[0x01, 0x02, 0x03, 0x06, 0x30])
            {
                byte[] encoded = Der.Element(tag, octets);
                _ = new DerReader(encoded).TryReadBoolean(out _);
                _ = new DerReader(encoded).TryReadUnsignedInteger(out _);
                _ = new DerReader(encoded).TryReadBitString(out _, out _);
                _ = new DerReader(encoded).TryReadObjectIdentifier(out _);
                _ = new DerReader(encoded).TryReadAlgorithmIdentifier(out _, out _, out _);
                _ = new DerReader(octets).TryReadAny(out _, out _, out _);
                _ = new DerReader(octets).NextIs(Asn1Tag.Null);
            }
        });

    private static bool ReadsObjectIdentifier(byte[] contents) =>
        new DerReader(Der.Element(0x06, contents)).TryReadObjectIdentifier(out _);

    private static bool PlatformReadsObjectIdentifier(byte[] contents)
    {
        try
        {
            AsnDecoder.ReadObjectIdentifier(Der.Element(0x06, contents), AsnEncodingRules.DER, out _);
            return true;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    private static byte[] Octets(string hexadecimal) => Convert.FromHexString(hexadecimal.Replace(" ", "", StringComparison.Ordinal));
}
