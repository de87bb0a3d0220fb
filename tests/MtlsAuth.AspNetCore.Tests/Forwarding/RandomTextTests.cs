using MtlsAuth.AspNetCore.Forwarding;

namespace MtlsAuth.AspNetCore.Tests.Forwarding;

public sealed class RandomTextTests
{
    [TestCase("k3Jq8Zp0Wn5vYt7Ls2Hd9Rb4Gf6Xc1Mu", ExpectedResult = true)]
    [TestCase("0123456789abcdk3Jq8Zp0Wn5vYt7Ls2", ExpectedResult = true, Description = "12 of 32 characters count")]
    [TestCase("0123456789abcdek3Jq8Zp0Wn5vYt7Ls", ExpectedResult = false, Description = "13 of 32 characters count")]
    [TestCase("k3Jq8Zp0Wn5vYt7Ls0123456789abcde", ExpectedResult = false, Description = "13 of 32 characters count")]
    [TestCase("mnbvcxzlkjhgfdsak3Jq8Zp0Wn5vYt7L", ExpectedResult = true, Description = "12 of 32 characters count backwards")]
    [TestCase("mnbvcxzlkjhgfdsapoik3Jq8Zp0Wn5vY", ExpectedResult = false, Description = "13 of 32 characters count backwards")]
    [TestCase("k3Jq8Zp0Wn5vYt7Lk3Jq8Zp0Wn5vYt7L", ExpectedResult = false, Description = "14 of 32 characters are repeated")]
    public bool IsPossible_where_five_eighths_follow_from_nothing_before(string text) => RandomText.IsPossible(text);
}
