using MtlsAuth.AspNetCore.Forwarding;

namespace MtlsAuth.AspNetCore.Tests.Forwarding;

public sealed class SecretHeaderNameRulesTests
{
    private const string Prefix = "Sec-Client-X509-Cert-";

    [TestCase(Prefix + "7f3a9c0be41d58263fd0a97c15be8420")]
    [TestCase("7f3a9c0be41d58263fd0a97c15be8420")]
    [TestCase("X-7F3A9C0BE41D58263FD0A97C15BE8420")]
    [TestCase(Prefix + "k3Jq8Zp0Wn5vYt7Ls2Hd9Rb4Gf6Xc1Mu")]
    public void FindProblem_accepts_random_names(string name) => SecretHeaderNameRules.FindProblem(name).Should().BeNull();

    [TestCase("X-Client-Cert", "fewer than 32")]
    [TestCase(Prefix, "fewer than 32")]
    [TestCase(Prefix + "7f3a9c0be41d58263fd0a97c15be842", "fewer than 32", TestName = "31 characters")]
    [TestCase(Prefix + "7f3a9c0b-e41d58263fd0a97c15be8420", "fewer than 32")]
    [TestCase(Prefix + "7f3a9c0be41d58263fd0a97c15be842_", "other than letters")]
    [TestCase("Sec_Client_7f3a9c0be41d58263fd0a97c15be8420", "other than letters")]
    [TestCase("Sec Client-7f3a9c0be41d58263fd0a97c15be8420", "other than letters")]
    [TestCase(Prefix + "7f3a9c0be41d58263fd0a97c15be84\u212A0", "other than letters")]
    [TestCase(Prefix + "00000000000000000000000000000000", "repeats itself")]
    [TestCase(Prefix + "a1b2c3a1b2c3a1b2c3a1b2c3a1b2c3a1", "repeats itself")]
    [TestCase(Prefix + "7f3a9c0be41d58267f3a9c0be41d5826", "repeats itself")]
    [TestCase(Prefix + "7f3a9c0be41d123453fd0a97c15be840", "counts up or down")]
    [TestCase(Prefix + "7f3a9c0be41d543213fd0a97c15be840", "counts up or down")]
    [TestCase(Prefix + "0123456789abcdefghijklmnopqrstuv", "counts up or down")]
    [TestCase(Prefix + "thequickbrownfoxjumpsoverthelazydog", "is made of words")]
    [TestCase(Prefix + "79303846271958402738195720461830", "is made of words", TestName = "digits only")]
    [TestCase(Prefix + "7f3a9secretc0be41d58263fd0a97c15", "is made of words")]
    [TestCase(Prefix + "7f3a9CLIENTc0be41d58263fd0a97c15", "is made of words")]
    public void FindProblem_refuses_other_names(string name, string problem) =>
        SecretHeaderNameRules.FindProblem(name).Should().Contain(problem);

    [TestCase("0123456789abcdef")]
    [TestCase("0123456789abcdefghijklmnopqrstuvwxyz")]
    public void FindProblem_refuses_random_names_less_than_once_in_a_hundred_times(string alphabet)
    {
        Random random = new(20261124);

        int refused = Enumerable.Range(0, 10_000)
            .Count(_ => SecretHeaderNameRules.FindProblem(Prefix + new string(random.GetItems<char>(alphabet, 32))) is not null);

        refused.Should().BeLessThan(100);
    }
}
