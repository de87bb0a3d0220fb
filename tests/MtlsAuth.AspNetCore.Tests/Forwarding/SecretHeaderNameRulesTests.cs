using MtlsAuth.AspNetCore.Forwarding;

namespace MtlsAuth.AspNetCore.Tests.Forwarding;

public sealed class SecretHeaderNameRulesTests
{
    private const string Prefix = "Sec-Client-X509-Cert-";
    private const string Digits = "0123456789";
    private const string Lower = "abcdefghijklmnopqrstuvwxyz";
    private const string Upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    // What generators write, as openssl, uuidgen, pwgen, Python's secrets and password managers do.
    private static readonly TestCaseData<string, Func<Random, string>>[] Generators =
    [
        Generator("hexadecimal, 128 bits", static random => Pick(random, Digits + "abcdef", 32)),
        Generator("hexadecimal in upper case, 160 bits", static random => Pick(random, Digits + "ABCDEF", 40)),
        Generator("hexadecimal, 256 bits", static random => Pick(random, Digits + "abcdef", 64)),
        Generator("UUID", static random => NextUuid(random).ToString()),
        Generator("UUID without hyphens", static random => NextUuid(random).ToString("N")),
        Generator("base64url, 128 bits", static random => Pick(random, Upper + Lower + Digits + "-_", 22)),
        Generator("base64url, 192 bits", static random => Pick(random, Upper + Lower + Digits + "-_", 32)),
        Generator("base64url, 256 bits", static random => Pick(random, Upper + Lower + Digits + "-_", 43)),
        Generator("base32", static random => Pick(random, Lower + "234567", 26)),
        Generator("base58", static random => Pick(random, "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz", 22)),
        Generator("letters and digits", static random => Pick(random, Upper + Lower + Digits, 24)),
        Generator("small letters and digits", static random => Pick(random, Lower + Digits, 32)),
        Generator("letters", static random => Pick(random, Upper + Lower, 32)),
    ];

    [TestCase(Prefix + "7f3a9c0be41d58263fd0a97c15be8420")]
    [TestCase("7f3a9c0be41d58263fd0a97c15be8420")]
    [TestCase("X-7F3A9C0BE41D58263FD0A97C15BE8420")]
    [TestCase(Prefix + "k3Jq8Zp0Wn5vYt7Ls2Hd9Rb4Gf6Xc1Mu")]
    [TestCase("X-k3Jq8Zp0Wn5vYt7Ls2Hd9R")]
    [TestCase("X-k3Jq8Zp0-n5vYt7Ls_Hd9R")]
    [TestCase("Sec_Client_7f3a9c0be41d58263fd0a97c15be8420")]
    [TestCase(Prefix + "1b4e28ba-2fa1-41d2-883f-0016d3cca427")]
    [TestCase(Prefix + "79303846271958402738195720461830")]
    [TestCase("X-Acme-Bank-7f3a9c0be41d58263fd0a97c15be8420")]
    [TestCase("k3Jq8Zp0Wn5vYt7Ls2Hd-0123456789a9Rb4Gf6Xc1M", TestName = "What has a digit is no prefix")]
    [TestCase(Prefix + "forwardedk3Jq8Zp0Wn5vYt7", TestName = "Five eighths that are no words")]
    public void FindProblem_accepts_random_names(string name) => SecretHeaderNameRules.FindProblem(name).Should().BeNull();

    [TestCase("", "fewer than 32")]
    [TestCase("X-Client-Cert", "fewer than 32")]
    [TestCase(Prefix, "fewer than 32")]
    [TestCase(Prefix + "7f3a9c0be41d58263fd0a97c15be842", "fewer than 32", TestName = "31 hexadecimal digits")]
    [TestCase("Acme-Bank-7f3a9c0be41d58263fd0a97c15be842", "fewer than 32", TestName = "31 behind a long prefix")]
    [TestCase(Prefix + "7f3a9c0be41d", "fewer than 32")]
    [TestCase(Prefix + "7f3a9c0b", "fewer than 32")]
    [TestCase(Prefix + "k3Jq8Zp0Wn5vYt7Ls2Hd9", "fewer than 32", TestName = "21 characters")]
    [TestCase(Prefix + "28ba-2fa1-41d2-883f-0016d3cca427", "fewer than 32")]
    [TestCase(Prefix + "7f3a9c0be41d58263fd0a97c15be84.0", "other than letters")]
    [TestCase("Sec Client-7f3a9c0be41d58263fd0a97c15be8420", "other than letters")]
    [TestCase(Prefix + "7f3a9c0be41d58263fd0a97c15be84\u212A0", "other than letters")]
    [TestCase(Prefix + "00000000000000000000000000000000", "repeats itself")]
    [TestCase(Prefix + "00000000-0000-0000-0000-000000000000", "repeats itself")]
    [TestCase(Prefix + "11111111-2222-3333-4444-555555555555", "repeats itself")]
    [TestCase(Prefix + "deadbeefdeadbeefdeadbeefdeadbeef", "repeats itself")]
    [TestCase(Prefix + "a1b2c3a1b2c3a1b2c3a1b2c3a1b2c3a1", "repeats itself")]
    [TestCase(Prefix + "7f3a9c0be41d58267f3a9c0be41d5826", "repeats itself")]
    [TestCase(Prefix + "01101001011010010110100101101001", "repeats itself")]
    [TestCase(Prefix + "0123456789abcdef0123456789abcdef", "counts up or down")]
    [TestCase(Prefix + "fedcba98-7654-3210-fedc-ba9876543210", "counts up or down")]
    [TestCase(Prefix + "0123456789abcdefghijklmnopqrstuv", "counts up or down")]
    [TestCase(Prefix + "qwertyuiopasdfghjklzxcvbnm123456", "counts up or down")]
    [TestCase(Prefix + "ZYXWVUTSRQPONMLKJIHGFEDCBA", "counts up or down")]
    [TestCase("qzjxkvwbphfg-0123456789a9Rb4Gf6Xc1M", "counts up or down", TestName = "22 characters behind a prefix")]
    [TestCase(Prefix + "thequickbrownfoxjumpsoverthelazydog", "is made of words")]
    [TestCase("correct-horse-battery-staple-mountain", "is made of words")]
    [TestCase("ThisIsTheSecretNameOfOurHeader", "is made of words")]
    [TestCase("X-Internal-Authenticated-Certificate-Header", "is made of words")]
    [TestCase("practicalmechanicaldecal", "is made of words")]
    [TestCase("is-it-on-or-in-the-list-at-all", "is made of words", TestName = "Short words")]
    [TestCase("moneytransferstotheoldbank", "is made of words", TestName = "15 of 25 pairs as in words")]
    [TestCase("X-Secret-Proxy-Client-Certificate-Header-2026", "fewer than 32")]
    [TestCase("2026-Secret-Proxy-Client-Certificate-Header", "is made of words")]
    public void FindProblem_refuses_other_names(string name, string problem) =>
        SecretHeaderNameRules.FindProblem(name).Should().Contain(problem);

    [TestCase("apachecert")]
    [TestCase("admincert")]
    [TestCase("certificate")]
    [TestCase("certtoken")]
    [TestCase("changecert")]
    [TestCase("clientcert")]
    [TestCase("examplecert")]
    [TestCase("forwardcert")]
    [TestCase("forwarded")]
    [TestCase("gatewaycert")]
    [TestCase("headercert")]
    [TestCase("jumpsover")]
    [TestCase("lazydogcert")]
    [TestCase("mtlstoken")]
    [TestCase("nginxcert")]
    [TestCase("passwcert")]
    [TestCase("proxycert")]
    [TestCase("quickbrownfox")]
    [TestCase("randomcert")]
    [TestCase("secretcert")]
    [TestCase("securcert")]
    [TestCase("servercert")]
    [TestCase("x509token")]
    public void FindProblem_refuses_names_that_words_fill_to_three_eighths(string words) =>
        SecretHeaderNameRules.FindProblem(words + "k3Jq8Zp0Wn5vYt7"[..(22 - words.Length)]).Should().Contain("is made of words");

    [TestCaseSource(nameof(Generators))]
    public void FindProblem_refuses_none_of_a_hundred_thousand_random_names(string kind, Func<Random, string> generate)
    {
        Random random = new(20261124);

        string[] refused = [.. Enumerable.Range(0, 100_000)
            .Select(_ => (random.Next(3) switch { 0 => "", 1 => "X-", _ => Prefix }) + generate(random))
            .Where(static name => SecretHeaderNameRules.FindProblem(name) is not null)];

        refused.Should().BeEmpty("{0} is random", kind);
    }

    private static TestCaseData<string, Func<Random, string>> Generator(string kind, Func<Random, string> generate) =>
        new TestCaseData<string, Func<Random, string>>(kind, generate)
        {
            TestName = $"FindProblem_refuses_none_of_a_hundred_thousand_random_names({kind})",
        };

    private static string Pick(Random random, string alphabet, int length) => new(random.GetItems<char>(alphabet, length));

    // Version 4 (RFC 9562 §5.4), from a seed.
    private static Guid NextUuid(Random random)
    {
        byte[] octets = new byte[16];
        random.NextBytes(octets);
        octets[6] = (byte)((octets[6] & 0x0F) | 0x40);
        octets[8] = (byte)((octets[8] & 0x3F) | 0x80);
        return new Guid(octets, bigEndian: true);
    }
}
