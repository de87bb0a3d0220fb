using Microsoft.Extensions.Time.Testing;
using MtlsAuth.Certificates;
using MtlsAuth.Tests.Authentication;
using MtlsAuth.Tests.Registration;

namespace MtlsAuth.Tests.Trust;

/// <summary>Which anchors trust which chains, of certificates that <c>openssl</c> has made.</summary>
/// <remarks>
/// <code>
/// root ── issuing ── client (leaf)        other ── issuing (cross), with the same key
///   │       └─ policy ── client (deep)    issuing (look-alike), with a key of its own ── client (forged)
///   ├─ sibling ── client (of-sibling)
///   └─ client (of-root)
/// </code>
/// </remarks>
public sealed class TrustAnchorChainTests
{
    private const string Leaf = "basicConstraints=CA:FALSE\nextendedKeyUsage=clientAuth";

    private readonly OpenSslAuthorities _made = new();
    private readonly Dictionary<string, ClientCertificate> _certificates = [];

    [OneTimeSetUp]
    public void MakeCertificates()
    {
        Add("root", null, OpenSslAuthorities.Authority);
        Add("other", null, OpenSslAuthorities.Authority);
        Add("issuing", "root", OpenSslAuthorities.Authority);
        Add("sibling", "root", OpenSslAuthorities.Authority);
        Add("policy", "issuing", OpenSslAuthorities.Authority);
        Add("cross", "other", OpenSslAuthorities.Authority, name: "issuing", keyOf: "issuing");
        Add("policy-cross", "other", OpenSslAuthorities.Authority, name: "policy", keyOf: "policy");
        Add("look-alike", null, OpenSslAuthorities.Authority, name: "issuing", keyOf: "look-alike");
        Add("renewed", "root", OpenSslAuthorities.Authority, name: "issuing", keyOf: "issuing", days: 90);
        Add("old", null, OpenSslAuthorities.Authority, days: 10);
        Add("old-issuing", "root", OpenSslAuthorities.Authority, days: 10);
        Add("short", "root", "basicConstraints=critical,CA:TRUE,pathlen:0");
        Add("below-short", "short", OpenSslAuthorities.Authority);
        Add("no-signer", "root", "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,digitalSignature");
        Add("v1", null, null);
        Add("constrained", "root", OpenSslAuthorities.Authority + "\nnameConstraints=critical,permitted;DNS:good.example");
        Add("critical", "root", OpenSslAuthorities.Authority + "\n1.3.6.1.4.1.99999.1=critical,ASN1:NULL");
        AddLeaf("leaf", "issuing");
        AddLeaf("deep", "policy");
        AddLeaf("of-sibling", "sibling");
        AddLeaf("of-root", "root");
        AddLeaf("forged", "look-alike");
        AddLeaf("of-old", "old");
        AddLeaf("of-old-issuing", "old-issuing");
        AddLeaf("of-short", "short");
        AddLeaf("of-below-short", "below-short");
        AddLeaf("of-no-signer", "no-signer");
        AddLeaf("of-v1", "v1");
        AddLeaf("of-critical", "critical");
        AddLeaf("good-name", "constrained", "\nsubjectAltName=DNS:a.good.example");
        AddLeaf("bad-name", "constrained", "\nsubjectAltName=DNS:a.bad.example");
        Add("self-signed", null, Leaf, name: "issuing", keyOf: "self-signed");
    }

    [OneTimeTearDown]
    public void DeleteCertificates() => _made.Dispose();

    // Anchors, what the server knows beside them, the client's certificate, what came with it.
    [TestCase("issuing", "", "leaf", "")]
    [TestCase("issuing", "", "leaf", "issuing")]
    [TestCase("issuing", "", "leaf", "issuing root")]
    [TestCase("issuing", "root", "leaf", "")]
    [TestCase("issuing", "", "deep", "policy")]
    [TestCase("issuing", "policy", "deep", "")]
    [TestCase("issuing root", "", "leaf", "")]
    [TestCase("issuing sibling", "", "of-sibling", "")]
    [TestCase("root", "", "leaf", "issuing")]
    [TestCase("root", "issuing", "leaf", "")]
    [TestCase("root", "policy", "deep", "issuing")]
    [TestCase("root", "issuing", "deep", "policy")]
    [TestCase("root", "", "deep", "policy issuing")]
    [TestCase("root", "", "deep", "issuing policy")]
    [TestCase("root", "", "of-root", "")]
    [TestCase("root", "", "leaf", "cross issuing")]
    [TestCase("root", "", "leaf", "issuing cross")]
    [TestCase("root", "", "leaf", "cross other issuing")]
    [TestCase("other", "", "leaf", "cross issuing")]
    [TestCase("other", "", "leaf", "issuing cross")]
    [TestCase("other", "", "leaf", "issuing root cross")]
    [TestCase("root", "cross", "leaf", "issuing")]
    [TestCase("root", "cross issuing", "leaf", "")]
    [TestCase("root", "cross issuing", "deep", "policy")]
    [TestCase("root", "policy-cross policy issuing", "deep", "")]
    [TestCase("other", "issuing root cross", "leaf", "")]
    [TestCase("issuing", "", "leaf", "cross other")]
    [TestCase("cross", "", "leaf", "issuing root")]
    [TestCase("issuing", "cross other", "leaf", "")]
    [TestCase("issuing", "", "leaf", "look-alike")]
    [TestCase("root", "", "leaf", "look-alike issuing")]
    [TestCase("short", "", "of-short", "")]
    [TestCase("v1", "", "of-v1", "")]
    [TestCase("root", "constrained", "good-name", "")]
    [TestCase("constrained", "", "good-name", "")]
    public async Task Chain_to_an_anchor_is_trusted(string anchors, string known, string leaf, string sent)
    {
        ClientAuthenticationResult result = await AuthenticateAsync(anchors, known, leaf, sent);

        result.FailureReason.Should().Be(ClientAuthenticationFailureReason.None, result.FailureDetail);
    }

    [TestCase("issuing", "", "of-sibling", "")]
    [TestCase("issuing", "", "of-sibling", "sibling")]
    [TestCase("issuing", "", "of-sibling", "sibling root")]
    [TestCase("issuing", "", "of-sibling", "sibling issuing root")]
    [TestCase("issuing", "root", "of-sibling", "sibling")]
    [TestCase("issuing", "root sibling", "of-sibling", "")]
    [TestCase("issuing", "root", "of-root", "")]
    [TestCase("issuing", "", "of-root", "root")]
    [TestCase("policy", "issuing root", "leaf", "")]
    [TestCase("other", "issuing root", "leaf", "")]
    [TestCase("other", "", "leaf", "issuing root")]
    [TestCase("issuing", "", "forged", "")]
    [TestCase("issuing", "", "forged", "look-alike")]
    [TestCase("issuing", "look-alike", "forged", "")]
    [TestCase("root", "issuing", "forged", "look-alike")]
    [TestCase("root", "", "forged", "look-alike issuing")]
    [TestCase("issuing", "", "deep", "")]
    [TestCase("short", "", "of-below-short", "below-short")]
    [TestCase("root", "short below-short", "of-below-short", "")]
    [TestCase("root", "", "of-no-signer", "no-signer")]
    [TestCase("root", "constrained", "bad-name", "")]
    [TestCase("root", "", "bad-name", "constrained")]
    [TestCase("constrained", "", "bad-name", "")]
    [TestCase("root", "critical", "of-critical", "")]
    [TestCase("root", "", "of-critical", "critical")]
    public async Task Chain_to_no_anchor_or_one_that_does_not_allow_it_is_refused(string anchors, string known, string leaf, string sent)
    {
        ClientAuthenticationResult result = await AuthenticateAsync(anchors, known, leaf, sent);

        result.FailureReason.Should().Be(ClientAuthenticationFailureReason.ChainNotTrusted, result.FailureDetail);
    }

    [TestCase("")]
    [TestCase("self-signed")]
    [TestCase("issuing")]
    public async Task Self_signed_certificate_with_the_name_of_an_anchor_is_refused(string sent)
    {
        ClientAuthenticationResult result = await (Configure("issuing", "") with
        {
            Client = TestChain.Client with { TlsClientAuthSubjectDn = "CN=issuing" },
        }).With(_certificates["self-signed"], Named(sent));

        result.FailureReason.Should().Be(ClientAuthenticationFailureReason.ChainNotTrusted);
    }

    // What was said of the chain before is still remembered each time.
    [Test]
    public async Task Change_of_anchors_counts_at_once()
    {
        TrustAnchors other = TrustAnchors.FromCertificates(_certificates["other"]);
        TrustAnchors issuing = TrustAnchors.FromCertificates(_certificates["issuing"]);
        TrustAnchors current = other;
        ClientCertificateAuthenticator authenticator = new(
            new InMemoryClientMetadataStore(TestChain.Client),
            TestChain.Trusting().Options,
            trustAnchorSource: new StubTrustAnchorSource(_ => ValueTask.FromResult(current)));
        ClientAuthenticationRequest request = new() { ClientId = "c", Presented = PresentedCertificate.Of(_certificates["leaf"]) };

        bool before = (await authenticator.AuthenticateAsync(request)).IsAuthenticated;
        current = issuing;
        bool added = (await authenticator.AuthenticateAsync(request)).IsAuthenticated;
        current = other;
        bool removed = (await authenticator.AuthenticateAsync(request)).IsAuthenticated;
        current = TrustAnchors.None;
        bool none = (await authenticator.AuthenticateAsync(request)).IsAuthenticated;

        (before, added, removed, none).Should().Be((false, true, false, false));
    }

    [TestCase("old", "", "of-old", "")]
    [TestCase("old-issuing", "", "of-old-issuing", "")]
    [TestCase("old-issuing", "root", "of-old-issuing", "")]
    [TestCase("root old-issuing", "", "of-old-issuing", "")]
    public async Task Expired_anchor_trusts_nobody(string anchors, string known, string leaf, string sent)
    {
        ClientAuthenticationResult before = await AuthenticateAsync(anchors, known, leaf, sent, daysLater: 9);
        ClientAuthenticationResult after = await AuthenticateAsync(anchors, known, leaf, sent, daysLater: 11);

        before.FailureReason.Should().Be(ClientAuthenticationFailureReason.None, before.FailureDetail);
        (after.FailureReason, after.FailureDetail).Should().Be((
            ClientAuthenticationFailureReason.ChainNotTrusted,
            "the trust anchor has expired or is not valid yet, or allows no path of this length"));
    }

    [TestCase("issuing", false)]
    [TestCase("issuing renewed", true)]
    [TestCase("renewed issuing", true)]
    public async Task Anchor_may_be_there_twice_while_its_certificate_is_renewed(string anchors, bool isTrusted)
    {
        ClientAuthenticationResult result = await AuthenticateAsync(anchors, "", "leaf", "", daysLater: 40);

        result.IsAuthenticated.Should().Be(isTrusted, result.FailureDetail);
    }

    [Test]
    public async Task Expired_root_above_an_anchor_does_not_matter()
    {
        ClientCertificate issuing = Add("below-old", "old", OpenSslAuthorities.Authority);
        ClientCertificate leaf = AddLeaf("of-below-old", "below-old");
        Authenticating subject = TestChain.Knowing(issuing, _certificates["old"]) with { Clock = Clock(11) };

        (await subject.ReasonFor(leaf)).Should().Be(ClientAuthenticationFailureReason.None);
    }

    [TestCase("issuing", "root", "issuing", true)]
    [TestCase("issuing", "root", "root", false)]
    [TestCase("issuing root", "", "root", true)]
    [TestCase("root", "issuing", "root", true)]
    [TestCase("root", "issuing", "issuing", false)]
    public async Task Registered_root_is_the_topmost_anchor(string anchors, string known, string registered, bool isMatch)
    {
        ClientAuthenticationResult result = await (Configure(anchors, known) with
        {
            Client = TestChain.Client with { TlsClientAuthRootDn = $"CN={registered}" },
        }).With(_certificates["leaf"]);

        result.FailureReason.Should().Be(
            isMatch ? ClientAuthenticationFailureReason.None : ClientAuthenticationFailureReason.RootNotRegistered);
    }

    [Test]
    public async Task Unknown_critical_extension_of_an_authority_is_named([Values] bool isSent)
    {
        ClientAuthenticationResult result = isSent
            ? await AuthenticateAsync("root", "", "of-critical", "critical")
            : await AuthenticateAsync("root", "critical", "of-critical", "");

        result.FailureDetail.Should().Contain("1.3.6.1.4.1.99999.1");
    }

    private static FakeTimeProvider Clock(int daysLater) => new(DateTimeOffset.UtcNow.AddDays(daysLater));

    private ClientCertificate Add(
        string file, string? issuer, string? extensions, string? name = null, string? keyOf = null, int days = 30) =>
        _certificates[file] = _made.Create(name ?? file, issuer, extensions, days, keyOf ?? file, file);

    private ClientCertificate AddLeaf(string file, string issuer, string extensions = "") =>
        Add(file, issuer, Leaf + extensions, name: "client", days: 60);

    private List<ClientCertificate> Named(string files) =>
        [.. files.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(file => _certificates[file])];

    private Authenticating Configure(string anchors, string known) =>
        TestChain.Trusting() with { Anchors = TrustAnchors.FromCertificates(Named(anchors), Named(known)) };

    private Task<ClientAuthenticationResult> AuthenticateAsync(
        string anchors, string known, string leaf, string sent, int daysLater = 0) =>
        (Configure(anchors, known) with { Clock = Clock(daysLater) }).With(_certificates[leaf], Named(sent));
}
