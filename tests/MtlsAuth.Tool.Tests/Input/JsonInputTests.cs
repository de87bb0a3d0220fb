using System.Text;
using System.Text.Json;
using CsCheck;
using MtlsAuth.Tool.Input;
using MtlsAuth.Tool.Running;

namespace MtlsAuth.Tool.Tests.Input;

public sealed class JsonInputTests
{
    [TestCase("{", "1:2")]
    [TestCase("", "1:1")]
    [TestCase("{\n  \"a\": 1,\n}", "3:1")]
    [TestCase("{\r\n  \"a\": tru\r\n}", "2:11")]
    [TestCase("{\r\n  \"ä€😀\": nope\r\n}", "2:11")]
    [TestCase("{ \"a\": 1, \"b\": { \"a\": 2 },\n \"a\": 3 }", "2:2")]
    [TestCase("{ \"a\": 1, \"\\u0061\": 3 }", "1:11")]
    [TestCase("[ 1, \"\\ud800\" ]", "1:6")]
    [TestCase("{ \"\\udc00\": 1 }", "1:3")]
    [TestCase("[ 1 ] x", "1:7")]
    [TestCase("[ /* no */ 1 ]", "1:3")]
    public void A_fault_has_its_line_and_column(string json, string place)
    {
        byte[] text = Encoding.UTF8.GetBytes(json);

        JsonFault fault = JsonInput.FindFault(text, JsonInput.LibraryDepth)!;

        TextPlace.Of(text, fault.Offset).ToString().Should().Be(place);
        fault.Text.Should().NotBeEmpty().And.NotContain("LineNumber");
    }

    [Test]
    public void Octets_that_are_no_UTF_8_have_their_place()
    {
        byte[] text = [.. "{\n \"é"u8, 0xFF, .. "\": 1 }"u8];

        TextPlace.Of(text, JsonInput.FindFault(text, JsonInput.LibraryDepth)!.Offset).Should().Be(new TextPlace(2, 4));
    }

    [Test]
    public void What_is_nested_too_deeply_is_refused()
    {
        byte[] Nested(int depth) => Encoding.UTF8.GetBytes(new string('[', depth) + new string(']', depth));

        JsonInput.FindFault(Nested(16), JsonInput.LibraryDepth).Should().BeNull();
        JsonInput.FindFault(Nested(17), JsonInput.LibraryDepth).Should().NotBeNull();
        JsonInput.FindFault(Nested(1_000_000), JsonInput.LibraryDepth).Should().NotBeNull();
    }

    [Test]
    public void A_text_without_fault_can_be_parsed() => Gen.String[Gen.Char["{}[]\",:\\u0aé 1-."], 0, 24].Sample(
        text =>
        {
            byte[] json = Encoding.UTF8.GetBytes(text);
            if (JsonInput.FindFault(json, JsonInput.LibraryDepth) is not { } fault)
            {
                using JsonDocument document = JsonDocument.Parse(json);
                return true;
            }

            return fault.Offset >= 0 && fault.Offset <= json.Length;
        },
        iter: 20_000);

    [Test]
    public void A_byte_order_mark_is_no_part_of_the_text()
    {
        using JsonDocument document = JsonInput.Parse((byte[])[0xEF, 0xBB, 0xBF, .. "{}"u8], "x", 16);
        Action parse = () => JsonInput.Parse((byte[])[0xEF, 0xBB, 0xBF, .. "{]"u8], "clients.json", 16);

        document.RootElement.ValueKind.Should().Be(JsonValueKind.Object);
        parse.Should().Throw<UnreadableException>().Which.Message.Should().StartWith("clients.json:1:2: ");
    }
}
