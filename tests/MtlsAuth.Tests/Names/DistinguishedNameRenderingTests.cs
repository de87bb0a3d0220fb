using System.Text.Json;
using MtlsAuth.Names;
using MtlsAuth.Tests.Certificates;
using MtlsAuth.Tests.Registration;

namespace MtlsAuth.Tests.Names;

public sealed class DistinguishedNameRenderingTests
{
    [TestCaseSource(nameof(Renderings))]
    public void TryParse_reads_what_a_tool_writes_as_the_same_name(byte[] der, string text)
    {
        AssumeReadable(text);

        text.ParseName().Compare(der.ReadName()).Match.Should().Be(DistinguishedNameMatch.Equal);
    }

    [TestCaseSource(nameof(ReversedRenderings))]
    public void Compare_recognises_what_a_tool_writes_in_the_order_of_the_encoding(byte[] der, string text) =>
        text.ParseName().Compare(der.ReadName()).Match.Should().Be(DistinguishedNameMatch.EqualInReverseOrder);

    [TestCaseSource(nameof(Renderings))]
    public void ToString_of_what_a_tool_writes_is_the_same_name(byte[] der, string text)
    {
        AssumeReadable(text);

        text.ParseName().ToString().ParseName().Should().Be(der.ReadName());
    }

    [Test]
    public void TryParse_refuses_a_backslash_that_is_no_escape() =>
        // X500DistinguishedName.Name does not escape backslashes; reading them as characters would make escapes ambiguous.
        @"CN=x, O=back\slash".ParseError().Should().Be(DistinguishedNameError.InvalidEscape);

    private static void AssumeReadable(string text)
    {
        // Java writes the canonical form decomposed.
        if (text.AsSpan().ContainsAnyInRange('\u0300', '\u036F'))
        {
            DistinguishedNameExtensions.AssumeGlobalization();
        }
    }

    private static IEnumerable<TestCaseData> Renderings() => Cases("renderings");

    private static IEnumerable<TestCaseData> ReversedRenderings() => Cases("reversed");

    private static IEnumerable<TestCaseData> Cases(string property)
    {
        string file = Path.Combine(AppContext.BaseDirectory, "Vectors", "distinguished-names.json");
        using JsonDocument vectors = JsonDocument.Parse(File.ReadAllBytes(file));
        foreach (JsonElement name in vectors.RootElement.GetProperty("names").EnumerateArray())
        {
            byte[] der = name.GetProperty("der").GetBytesFromBase64();
            if (!name.TryGetProperty(property, out JsonElement renderings))
            {
                continue;
            }

            foreach (JsonElement rendering in renderings.EnumerateArray())
            {
                string testName = $"{{m}}({name.GetProperty("name").GetString()}, {rendering.GetProperty("by").GetString()})";
                yield return new TestCaseData(der, rendering.GetProperty("text").GetString()!).SetName(testName);
            }
        }
    }
}
