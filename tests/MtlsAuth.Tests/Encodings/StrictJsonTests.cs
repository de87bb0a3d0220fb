using System.Text;
using System.Text.Json;
using MtlsAuth.Encodings;
using MtlsAuth.Tests.Registration;

namespace MtlsAuth.Tests.Encodings;

public sealed class StrictJsonTests
{
    [Test]
    public void Parse_reads_sixteen_levels()
    {
        using JsonDocument document = StrictJson.Parse(Nested(16));

        document.RootElement.ValueKind.Should().Be(JsonValueKind.Array);
    }

    [Test]
    public void Parse_refuses_seventeen_levels() => Refuses(Nested(17));

    [TestCase("""{"a":1,"a":2}""")]
    [TestCase("""{"a":1,"\u0061":2}""", TestName = "Parse_refuses_a_member_that_occurs_twice_when_unescaped")]
    [TestCase("""[{"b":{"a":1,"a":1}}]""", TestName = "Parse_refuses_a_member_that_occurs_twice_deep_inside")]
    public void Parse_refuses_a_member_that_occurs_twice(string json) => Refuses(Encoding.UTF8.GetBytes(json));

    [TestCase("""{"a":"\uD800"}""", TestName = "Parse_refuses_a_lone_high_surrogate")]
    [TestCase("""{"a":"\uDC00\uD800"}""", TestName = "Parse_refuses_surrogates_in_the_wrong_order")]
    [TestCase("""{"\uDFFF":1}""", TestName = "Parse_refuses_a_lone_surrogate_in_a_name")]
    [TestCase("""{"a":1} x""", TestName = "Parse_refuses_trailing_data")]
    [TestCase("""{"a":1}{}""", TestName = "Parse_refuses_a_second_value")]
    [TestCase("""{"a":1,}""", TestName = "Parse_refuses_a_trailing_comma")]
    [TestCase("""{/**/"a":1}""", TestName = "Parse_refuses_comments")]
    [TestCase("""{'a':1}""", TestName = "Parse_refuses_single_quotes")]
    [TestCase("", TestName = "Parse_refuses_the_empty_text")]
    [TestCase("\uFEFF{}", TestName = "Parse_refuses_a_byte_order_mark")]
    public void Parse_refuses(string json) => Refuses(Encoding.UTF8.GetBytes(json));

    [Test]
    public void Parse_refuses_octets_that_are_not_UTF8() => Refuses([(byte)'"', 0xC0, 0x80, (byte)'"']);

    [Test]
    public void Parse_reads_escapes_that_are_text()
    {
        using JsonDocument document = StrictJson.Parse("""{"\u0061\n":"\uD83D\uDE00"}"""u8.ToArray());

        document.RootElement.GetProperty("a\n").GetString().Should().Be("\U0001F600");
    }

    [TestCase("""\uD83D\uDE00""")]
    [TestCase("""\\uD800""")]
    [TestCase("""\\\uD83D\uDE00""")]
    [TestCase("""\n\u0041\uffff\uD83D\uDE00\uE000""")]
    public void Parse_reads_escapes_that_stand_for_text(string escapes)
    {
        byte[] name = Encoding.UTF8.GetBytes($$"""{"{{escapes}}":1}""");
        byte[] value = Encoding.UTF8.GetBytes($$"""["{{escapes}}"]""");

        FluentActions.Invoking(() => StrictJson.Parse(name).Dispose()).Should().NotThrow();
        FluentActions.Invoking(() => StrictJson.Parse(value).Dispose()).Should().NotThrow();
    }

    [TestCase("""\uD800""")]
    [TestCase("""\uDC00""")]
    [TestCase("""\udfff\ud800""")]
    [TestCase("""\uD800\uD800""")]
    [TestCase("""\uD800x\uDC00""")]
    [TestCase("""\uD800\n""")]
    [TestCase("""\uD83D\uDE00\uD83D""")]
    [TestCase("""\\\uD800""")]
    [TestCase("""\uD800\\uDC00""")]
    public void Parse_refuses_half_a_surrogate_pair_wherever_it_stands(string escapes)
    {
        Refuses(Encoding.UTF8.GetBytes($$"""{"{{escapes}}":1}"""));
        Refuses(Encoding.UTF8.GetBytes($$"""["{{escapes}}"]"""));
        Refuses(Encoding.UTF8.GetBytes($$"""{"a":[{"b":"x{{escapes}}y"}]}"""));
    }

    private static void Refuses(byte[] json)
    {
        Action parse = () => StrictJson.Parse(json).Dispose();

        parse.Should().Throw<JsonException>();
    }

    private static byte[] Nested(int depth) => Encoding.UTF8.GetBytes(new string('[', depth) + new string(']', depth));
}
