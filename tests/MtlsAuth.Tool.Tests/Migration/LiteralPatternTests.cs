using MtlsAuth.Tool.Migration;

namespace MtlsAuth.Tool.Tests.Migration;

public sealed class LiteralPatternTests
{
    [TestCase("CN=client, O=Bank", "CN=client, O=Bank")]
    [TestCase("^CN=client$", "CN=client")]
    [TestCase("""CN=client\.example\.com""", "CN=client.example.com")]
    [TestCase("""O="Bank\, Inc\."\, C=US""", "O=\"Bank, Inc.\", C=US")]
    [TestCase("""\QCN=a.b*c\E, O=d""", "CN=a.b*c, O=d")]
    [TestCase("""\QCN=a.b""", "CN=a.b")]
    [TestCase("""CN=a\\b""", """CN=a\b""")]
    public void An_expression_that_one_text_matches_is_that_text(string pattern, string expected)
    {
        LiteralPattern.TryRead(pattern, out string? literal).Should().BeTrue();
        literal.Should().Be(expected);
        System.Text.RegularExpressions.Regex.IsMatch(expected, $"^(?:{ForDotNet(pattern)})$").Should().BeTrue();
    }

    [TestCase(".*CN=client.*")]
    [TestCase("CN=client.example.com")]
    [TestCase("CN=(a|b)")]
    [TestCase("CN=a|CN=b")]
    [TestCase("(?i)CN=a")]
    [TestCase("CN=[ab]")]
    [TestCase("CN=a{2}")]
    [TestCase("CN=a+")]
    [TestCase("CN=a?")]
    [TestCase("CN=^a")]
    [TestCase("CN=$a")]
    [TestCase("""CN=\d""")]
    [TestCase("""CN=\w\b""")]
    [TestCase("""CN=\x41""")]
    [TestCase("""CN=a\""")]
    public void Any_other_one_is_none(string pattern)
    {
        LiteralPattern.TryRead(pattern, out string? literal).Should().BeFalse();
        literal.Should().BeNull();
    }

    // .NET has no quotation in expressions.
    private static string ForDotNet(string pattern) => System.Text.RegularExpressions.Regex.Replace(
        pattern, @"\\Q(.*?)(\\E|$)", quoted => System.Text.RegularExpressions.Regex.Escape(quoted.Groups[1].Value));
}
