using System.Text;
using CsCheck;
using MtlsAuth.Certificates;
using MtlsAuth.Names;
using MtlsAuth.Tests.Certificates;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;
using static MtlsAuth.Tests.Certificates.EncodedName;

namespace MtlsAuth.Tests.Names;

public sealed class DistinguishedNamePropertyTests
{
    private static readonly string[] Types =
        [CommonName, Organization, "2.5.4.6", "2.5.4.5", "0.9.2342.19200300.100.1.25", "1.2.840.113549.1.9.1", "1.2.3.4"];

    // Characters that mean something in the syntax or in the preparation, often; any other scalar value, sometimes.
    private static readonly Gen<string> Text = Gen.Frequency(
            (6, Gen.OneOf("a", "B", "4", "1", " ", "  ", ",", "+", ";", "\"", "\\", "<", ">", "#", "=")),
            (2, Gen.OneOf("\0", "\n", "é", "ß", "İ", "\u0308", "😀", "\u200B")),
            (1, Gen.Int[0, 0x10FFFF].Where(value => value is < 0xD800 or > 0xDFFF).Select(char.ConvertFromUtf32)))
        .Array[0, 8].Select(string.Concat);

    private static readonly Gen<byte[]> Value = Gen.Frequency(
        (6, Text.Select(Der.Utf8String)),
        (1, Text.Select(text => Der.Element(0x1E, Encoding.BigEndianUnicode.GetBytes(text)))),
        (1, Gen.Byte.Array[0, 4].Select(octets => Der.Element(0x03, octets))));

    private static readonly Gen<byte[]> AnyName = Gen.Select(Gen.OneOf(Types), Value).Array[0, 5]
        .Select(attributes => Name([.. attributes]));

    [Test]
    public void ToString_writes_a_name_that_reads_as_equal()
    {
        AnyName.Sample(der =>
        {
            DistinguishedName name = der.ReadName();
            string text = name.ToString();
            DistinguishedName parsed = text.ParseName();

            parsed.Should().Be(name);
            parsed.GetHashCode().Should().Be(name.GetHashCode());
            parsed.ToString().Should().Be(text);
        });
    }

    [Test]
    public void ToString_writes_multi_valued_RDNs_that_read_as_equal()
    {
        Gen.Shuffle(Types, 1, Types.Length).SelectMany(types => Value.Array[types.Length], (types, values) => (types, values)).Sample(set =>
        {
            byte[][] attributes = [.. set.types.Zip(set.values, Attribute)];
            DistinguishedName name = Der.Sequence(Der.Set(attributes)).ReadName();

            name.ToString().ParseName().Should().Be(name);
        });
    }

    [Test]
    public void Equals_ignores_the_order_inside_an_RDN_and_counts_its_attributes()
    {
        Gen<byte[]> attribute = Gen.Select(Gen.OneOf(CommonName, Organization), Gen.OneOf("a", "A", "b", " b ", "c"))
            .Select((type, value) => Attribute(type, Der.Utf8String(value)));
        attribute.Array[2, 5].SelectMany(set => Gen.Shuffle(set), (set, shuffled) => (set, shuffled)).Sample(sets =>
        {
            DistinguishedName name = Der.Sequence(Der.Set(sets.set)).ReadName();

            Der.Sequence(Der.Set(sets.shuffled)).ReadName().Should().Be(name);
            Der.Sequence(Der.Set(sets.set.AsSpan(1))).ReadName().Should().NotBe(name);
            Der.Sequence(Der.Set([.. sets.set, sets.set[0]])).ReadName().Should().NotBe(name);
        });
    }

    [Test]
    public void EncodedValue_is_what_the_certificate_has()
    {
        Gen.Select(Gen.OneOf(Types), Value).Sample((type, value) =>
            Name((type, value)).ReadName().RelativeNames[0].Attributes[0].EncodedValue.ToArray().Should().Equal(value));
    }

    [Test]
    public void ParseRegistered_names_a_place_in_the_text_in_words_that_OAuth_allows()
    {
        Gen.Char[",+;=\"\\#<> 0aFCNO.:/\n\uD800\uDC00"].Array.Select(characters => new string(characters)).Sample(text =>
        {
            if (text.FindFault() is { } fault)
            {
                fault.Error.Should().NotBe(DistinguishedNameError.None);
                fault.Position.Should().BeInRange(0, text.Length);
                fault.ToString().Should().MatchRegex(@"^[\x20-\x21\x23-\x5B\x5D-\x7E]+$");
            }
            else
            {
                text.ParseName().IsEmpty.Should().BeFalse();
            }
        });
    }

    [Test]
    public void Equals_is_symmetric_and_agrees_with_the_hash_code_and_Compare()
    {
        Gen.Select(AnyName, AnyName).Sample((leftDer, rightDer) =>
        {
            DistinguishedName left = leftDer.ReadName();
            DistinguishedName right = rightDer.ReadName();
            bool equal = left.Equals(right);

            right.Equals(left).Should().Be(equal);
            left.Compare(right).Match.Should().Be(right.Compare(left).Match);
            (left.Compare(right).Match == DistinguishedNameMatch.Equal).Should().Be(equal);
            (!equal || left.GetHashCode() == right.GetHashCode()).Should().BeTrue();
        });
    }

    [Test]
    public void Equals_ignores_ASCII_case_and_repeated_spaces()
    {
        Gen.Char[' ', '~'].Array.Select(characters => new string(characters)).Sample(text =>
        {
            string changed = $"  {text.ToUpperInvariant().Replace(" ", "   ", StringComparison.Ordinal)} ";

            Der.CommonName(changed).ReadName().Should().Be(Der.CommonName(text).ReadName());
        });
    }

    [Test]
    public void TryReadDer_never_throws_for_mutated_octets()
    {
        Gen.Select(AnyName, Gen.Int[0, 1000], Gen.Byte, Gen.Int[0, 3]).Sample((der, index, octet, kind) =>
        {
            List<byte> octets = [.. der];
            index %= octets.Count;
            switch (kind)
            {
                case 0: octets[index] = octet; break;
                case 1: octets.RemoveAt(index); break;
                case 2: octets.Insert(index, octet); break;
                default: octets.RemoveRange(index, octets.Count - index); break;
            }

            if (DistinguishedName.TryReadDer(octets.ToArray(), out DistinguishedName? name, out DistinguishedNameError error))
            {
                name.ToString().ParseName().Should().Be(name);
            }
            else
            {
                error.Should().NotBe(DistinguishedNameError.None);
            }
        });
    }

    [Test]
    public void TryParse_never_throws_for_mutated_text()
    {
        Gen.Select(AnyName, Gen.Int[0, 1000], Gen.OneOf<char>(Gen.Char, Gen.Char[",+;=\"\\#<> 0aF."])).Sample((der, index, character) =>
        {
            string text = der.ReadName().ToString();
            index %= text.Length + 1;

            CheckParse(text.Insert(index, character.ToString()));
            CheckParse(text[..index]);
            CheckParse(text[index..]);
        });
    }

    [Test]
    public void TryParse_never_throws_for_any_text()
    {
        Gen.String.Sample(CheckParse);
        Gen.Char[",+;=\"\\#<> 0aFCNO.\uD800\uDC00"].Array.Select(characters => new string(characters)).Sample(CheckParse);
    }

    private static void CheckParse(string text)
    {
        if (DistinguishedName.TryParse(text, out DistinguishedName? name, out NameFault? fault))
        {
            name.ToString().ParseName().Should().Be(name);
            _ = name.GetHashCode();
        }
        else
        {
            fault.Position.Should().BeInRange(0, text.Length);
        }
    }
}
