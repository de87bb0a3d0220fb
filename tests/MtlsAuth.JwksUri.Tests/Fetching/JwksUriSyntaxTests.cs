using CsCheck;
using MtlsAuth.JwksUri.Fetching;
using MtlsAuth.Registration;

namespace MtlsAuth.JwksUri.Tests.Fetching;

[Parallelizable(ParallelScope.All)]
public sealed class JwksUriSyntaxTests
{
    private static readonly ClientRegistrationValidator Registration =
        new(new ClientRegistrationValidatorOptions { SupportsJwksUri = true });

    private static readonly string[] Pieces =
        ["h", "https:", "http:", "//", "/", "@", ":", "#", "\\", "?", "[", "]", "::1", "%", ".", "keys.example", "8443", " ", "\u00e4"];

    [TestCase("https://keys.example/jwks", true)]
    [TestCase("HTTPS://keys.example:8443/jwks?a=b&c=%20", true)]
    [TestCase("https://[2606:2800:21f::1]/", true)]
    [TestCase("https://keys.example", true)]
    [TestCase("https://keys.example/%23", true)]
    [TestCase("http://keys.example/jwks", false)]
    [TestCase("ftp://keys.example/jwks", false)]
    [TestCase("file:///etc/passwd", false)]
    [TestCase("//keys.example/jwks", false)]
    [TestCase("/jwks", false)]
    [TestCase("keys.example", false)]
    [TestCase("https://", false)]
    [TestCase("https:///jwks", false)]
    [TestCase("https://keys.example/jwks#", false)]
    [TestCase("https://keys.example/jwks#a", false)]
    [TestCase("https://user@keys.example/", false)]
    [TestCase("https://user:password@keys.example/", false)]
    [TestCase("https://keys.example\\@other.example/", false)]
    [TestCase(" https://keys.example/", false)]
    [TestCase("https://keys.example/ ", false)]
    [TestCase("https://keys.example/a b", false)]
    [TestCase("https://keys.example/\r\nX: y", false)]
    [TestCase("https://schl\u00fcssel.example/", false)]
    [TestCase("https://keys.example/\u00fc", false)]
    [TestCase("https://keys.example:99999/", false)]
    public void A_plain_https_URL_is_fetched_and_registration_agrees(string uri, bool expected)
    {
        JwksUriSyntax.TryParse(uri, out _).Should().Be(expected);
        IsRegistered(uri).Should().Be(expected);
    }

    [TestCase(2_048, true)]
    [TestCase(2_049, false)]
    public void The_length_is_limited_and_registration_agrees(int length, bool expected) =>
        A_plain_https_URL_is_fetched_and_registration_agrees("https://keys.example/".PadRight(length, 'a'), expected);

    [Test]
    public void Registration_agrees_on_whatever_looks_like_a_URL() =>
        Gen.Int[0, Pieces.Length - 1]
            .Select(static index => Pieces[index])
            .Array[0, 12]
            .Select(static parts => "https://" + string.Concat(parts))
            .Sample(uri => JwksUriSyntax.TryParse(uri, out _) == IsRegistered(uri));

    // No name leads anywhere: whatever becomes of a URL, it is a failure of its own.
    [Test]
    public void No_URL_makes_a_fetch_throw()
    {
        using TestFetcher fetcher = new();
        fetcher.Resolve = static (_, _) => Task.FromResult<System.Net.IPAddress[]>([]);

        Gen.Char[' ', '~'].Array[0, 20].Select(static characters => "https://" + new string(characters)).Sample(
            uri => fetcher.FetchAsync(uri).GetAwaiter().GetResult().Failure
                is JwksUriFailure.InvalidUri or JwksUriFailure.NameNotResolved or JwksUriFailure.AddressNotAllowed,
            iter: 500);
    }

    private static bool IsRegistered(string uri)
    {
        ClientMetadata client = new()
        {
            ClientId = "client",
            TokenEndpointAuthMethod = ClientAuthenticationMethods.PubKeyTlsClientAuth,
            JwksUri = uri,
        };
        return Registration.Validate(client).Findings.All(static finding => finding.Kind != ClientRegistrationFindingKind.InvalidJwksUri);
    }
}
