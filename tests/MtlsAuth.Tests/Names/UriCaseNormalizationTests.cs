using MtlsAuth.Names;
using MtlsAuth.Tests.Registration;

namespace MtlsAuth.Tests.Names;

public sealed class UriCaseNormalizationTests
{
    [TestCase("HTTPS://A.b:1/C", "https://a.b:1/C")]
    [TestCase("a:b%3a%3A%zz%", "a:b%3A%3A%zz%")]
    [TestCase("%ab%a", "%AB%a")]
    [TestCase("%3g%g3%%3a", "%3g%g3%%3A")]
    [TestCase("A/B:C://D", "A/B:C://D")]
    [TestCase("?A:B", "?A:B")]
    [TestCase("#A:B", "#A:B")]
    [TestCase("ABC", "ABC")]
    [TestCase("", "")]
    [TestCase("X://", "x://")]
    [TestCase("X://U@V@W", "x://U@V@w")]
    [TestCase("X://A#B", "x://a#B")]
    [TestCase("FILE:///Path", "file:///Path", Description = "An empty authority: what follows is the path.")]
    [TestCase("X://?Q", "x://?Q")]
    [TestCase("X://\u212A.B/\u212A", "x://\u212A.b/\u212A", Description = "The Kelvin sign is no K.")]
    public void Normalize_changes_the_case_of_scheme_host_and_percent_encodings(string uri, string expected) =>
        UriCaseNormalization.Normalize(uri).Should().Be(expected);
}
