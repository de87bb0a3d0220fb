using Microsoft.AspNetCore.Http;
using MtlsAuth.AspNetCore.Forwarding;

namespace MtlsAuth.AspNetCore.Tests.Forwarding;

public sealed class SharedSecretProofTests
{
    private const string InUse = "k3Jq8Zp0Wn5vYt7Ls2Hd9Rb4Gf6Xc1Mu";
    private const string Next = "7f3a9c0be41d58263fd0a97c15be8420";

    private readonly SharedSecretProof _proof = new([InUse, Next]);

    [TestCase(InUse)]
    [TestCase(Next)]
    public void Holds_with_either_secret(string value) => Holds(value).Should().BeTrue();

    [Test]
    public void Holds_with_a_secret_that_is_set_twice() =>
        new SharedSecretProof([InUse, InUse]).Holds(new DefaultHttpContext(), new ForwardedHeaders { SecretValue = InUse })
            .Should().BeTrue();

    [TestCase("")]
    [TestCase(" ")]
    [TestCase(InUse + " ")]
    [TestCase(InUse + "," + InUse)]
    [TestCase("K3JQ8ZP0WN5VYT7LS2HD9RB4GF6XC1MU")]
    [TestCase("k3Jq8Zp0Wn5vYt7Ls2Hd9Rb4Gf6Xc1M")]
    public void Holds_not_with_another_value(string value) => Holds(value).Should().BeFalse();

    [Test]
    public void Holds_not_without_the_header() => Holds().Should().BeFalse();

    [Test]
    public void Holds_not_with_two_lines() => Holds(InUse, InUse).Should().BeFalse();

    [Test]
    public void Holds_not_with_a_value_of_any_length() => Holds(new string('a', 1_000_000)).Should().BeFalse();

    private bool Holds(params string[] values) =>
        _proof.Holds(new DefaultHttpContext(), new ForwardedHeaders { SecretValue = values });
}
