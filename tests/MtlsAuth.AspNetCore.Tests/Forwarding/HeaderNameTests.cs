using MtlsAuth.AspNetCore.Forwarding;

namespace MtlsAuth.AspNetCore.Tests.Forwarding;

public sealed class HeaderNameTests
{
    private readonly HeaderName _name = new("X-Key-9");

    [TestCase("X-Key-9", ExpectedResult = true)]
    [TestCase("x-key-9", ExpectedResult = true)]
    [TestCase("X-KEY-9", ExpectedResult = true)]
    [TestCase("X_Key-9", ExpectedResult = false)]
    [TestCase("X-Key-8", ExpectedResult = false)]
    [TestCase("X-Key-", ExpectedResult = false)]
    [TestCase("X-Key-99", ExpectedResult = false)]
    [TestCase("", ExpectedResult = false)]
    [TestCase("X-\u212Aey-9", ExpectedResult = false, Description = "The Kelvin sign, whose small letter is k")]
    public bool Matches_compares_without_case(string other) => _name.Matches(other);

    [Test]
    public void Matches_folds_every_letter() =>
        new HeaderName("ABCDEFGHIJKLMNOPQRSTUVWXYZ").Matches("abcdefghijklmnopqrstuvwxyz").Should().BeTrue();

    [TestCase("X_Key-9", ExpectedResult = true)]
    [TestCase("x_key_9", ExpectedResult = true)]
    [TestCase("X-Key-9", ExpectedResult = false)]
    [TestCase("X.Key-9", ExpectedResult = false)]
    [TestCase("X_Key_", ExpectedResult = false)]
    public bool IsImitatedBy_takes_underscores_for_hyphens(string other) => _name.IsImitatedBy(other);

    [TestCase("X-Key-9", ExpectedResult = true)]
    [TestCase("X_Key_9", ExpectedResult = false)]
    public bool IsImitatedBy_takes_hyphens_for_underscores(string other) => new HeaderName("X_Key_9").IsImitatedBy(other);

    [Test]
    public void ToString_does_not_tell_the_name() => _name.ToString().Should().Be("(header name)");
}
