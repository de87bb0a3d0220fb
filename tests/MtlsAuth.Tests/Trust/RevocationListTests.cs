using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAuth.Certificates;
using MtlsAuth.Testing;
using MtlsAuth.Tests.Authentication;
using MtlsAuth.Tests.Registration;

namespace MtlsAuth.Tests.Trust;

/// <summary>Revocation by the platform, with lists that it fetches from a certification authority's server.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Platform("Linux", Reason = "Elsewhere the system's own service fetches lists, in its own time.")]
public sealed class RevocationListTests : IAsyncDisposable
{
    private const string OfRoot = "root.crl";
    private const string OfIntermediate = "intermediate.crl";

    private readonly RevocationListServer _server = new();
    private readonly X509Certificate2 _root;
    private readonly X509Certificate2 _intermediate;
    private readonly X509Certificate2 _leaf;

    public RevocationListTests()
    {
        _root = TestCertificates.Authority("CN=root").Create().ToX509Certificate2();
        _intermediate = Issue("CN=intermediate", _root, OfRoot, isAuthority: true);
        _leaf = Issue("CN=client", _intermediate, OfIntermediate);
    }

    public ValueTask DisposeAsync()
    {
        _root.Dispose();
        _intermediate.Dispose();
        _leaf.Dispose();
        return _server.DisposeAsync();
    }

    [Test]
    public async Task Certificates_on_no_list_are_good()
    {
        Publish(OfRoot, _root);
        Publish(OfIntermediate, _intermediate);

        (await ReasonAsync(X509RevocationMode.Online)).Should().Be(ClientAuthenticationFailureReason.None);
    }

    [Test]
    public async Task Revoked_certificate_is_refused([Values] bool isIntermediate)
    {
        Publish(OfRoot, _root, isIntermediate ? [_intermediate] : []);
        Publish(OfIntermediate, _intermediate, isIntermediate ? [] : [_leaf]);

        (await ReasonAsync(X509RevocationMode.Online)).Should().Be(ClientAuthenticationFailureReason.CertificateRevoked);
    }

    [Test]
    public async Task Offline_goes_by_the_lists_that_the_platform_has_fetched_before()
    {
        Publish(OfRoot, _root);
        Publish(OfIntermediate, _intermediate, _leaf);

        ClientAuthenticationFailureReason before = await ReasonAsync(X509RevocationMode.Offline);
        await ReasonAsync(X509RevocationMode.Online);
        ClientAuthenticationFailureReason after = await ReasonAsync(X509RevocationMode.Offline);

        (before, after).Should().Be(
            (ClientAuthenticationFailureReason.RevocationUnknown, ClientAuthenticationFailureReason.CertificateRevoked));
    }

    [Test]
    public async Task Off_asks_for_no_list()
    {
        Publish(OfRoot, _root);
        Publish(OfIntermediate, _intermediate, _leaf);

        (await ReasonAsync(X509RevocationMode.NoCheck)).Should().Be(ClientAuthenticationFailureReason.None);
    }

    [TestCase(OfRoot)]
    [TestCase(OfIntermediate)]
    public async Task Certificate_is_not_trusted_without_its_issuers_list(string missing)
    {
        Publish(missing == OfRoot ? OfIntermediate : OfRoot, missing == OfRoot ? _intermediate : _root);

        (await ReasonAsync(X509RevocationMode.Online)).Should().Be(ClientAuthenticationFailureReason.RevocationUnknown);
    }

    [TestCase(false, false, ClientAuthenticationFailureReason.None)]
    [TestCase(true, false, ClientAuthenticationFailureReason.CertificateRevoked)]
    [TestCase(false, true, ClientAuthenticationFailureReason.CertificateRevoked)]
    public async Task Revocation_below_an_anchor_that_is_not_self_issued_is_checked_up_to_its_root(
        bool isLeafRevoked, bool isAnchorRevoked, ClientAuthenticationFailureReason expected)
    {
        Publish(OfRoot, _root, isAnchorRevoked ? [_intermediate] : []);
        Publish(OfIntermediate, _intermediate, isLeafRevoked ? [_leaf] : []);

        (await ReasonBelowIntermediateAsync(_root)).Should().Be(expected);
    }

    [Test]
    public async Task Revoked_authority_above_an_anchor_hides_no_revocation_below_it(
        [Values(CertificateCheck.Enforce, CertificateCheck.Report)] CertificateCheck whenUnknown)
    {
        const string ofIssuing = "issuing.crl";
        using X509Certificate2 issuing = Issue("CN=issuing", _intermediate, OfIntermediate, isAuthority: true);
        using X509Certificate2 leaf = Issue("CN=client", issuing, ofIssuing);
        Publish(OfRoot, _root, _intermediate);
        Publish(OfIntermediate, _intermediate);
        Publish(ofIssuing, issuing, leaf);
        Authenticating subject = TestChain.Knowing(
            ClientCertificate.FromX509Certificate2(issuing),
            ClientCertificate.FromX509Certificate2(_intermediate),
            ClientCertificate.FromX509Certificate2(_root));

        ClientAuthenticationFailureReason reason = await (subject with
        {
            Options = subject.Options.With(
                chainValidation: new() { RevocationMode = X509RevocationMode.Online, RevocationUnknown = whenUnknown }),
        }).ReasonFor(ClientCertificate.FromX509Certificate2(leaf));

        reason.Should().Be(ClientAuthenticationFailureReason.CertificateRevoked);
    }

    [Test]
    public async Task Anchor_of_which_nothing_is_known_is_trusted_for_being_configured()
    {
        Publish(OfIntermediate, _intermediate);

        (await ReasonBelowIntermediateAsync(_root)).Should().Be(ClientAuthenticationFailureReason.None);
    }

    [Test]
    public async Task Revocation_below_an_anchor_whose_root_is_not_known_is_unknown()
    {
        Publish(OfRoot, _root);
        Publish(OfIntermediate, _intermediate, _leaf);

        ClientAuthenticationResult result = await BelowIntermediateAsync();

        result.FailureReason.Should().Be(ClientAuthenticationFailureReason.RevocationUnknown);
        result.FailureDetail.Should().EndWith("add the anchor's root to the intermediates");
    }

    [Test]
    public async Task List_that_somebody_else_has_signed_does_not_count()
    {
        using X509Certificate2 other = TestCertificates.Authority("CN=intermediate").Create().ToX509Certificate2();
        Publish(OfRoot, _root);
        Publish(OfIntermediate, other);

        (await ReasonAsync(X509RevocationMode.Online)).Should().NotBe(ClientAuthenticationFailureReason.None);
    }

    private X509Certificate2 Issue(string subject, X509Certificate2 issuer, string list, bool isAuthority = false) => (isAuthority
            ? TestCertificates.Authority(subject)
            : TestCertificates.Ec().WithSubject(subject))
        .IssuedBy(issuer)
        .WithExtensions(CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([_server.AddressOf(list)]))
        .Create().ToX509Certificate2();

    private void Publish(string name, X509Certificate2 issuer, params X509Certificate2[] revoked)
    {
        CertificateRevocationListBuilder builder = new();
        Array.ForEach(revoked, certificate => builder.AddEntry(certificate));
        using ECDsa key = issuer.GetECDsaPrivateKey()!;
        _server.Publish(name, builder.Build(
            issuer.SubjectName,
            X509SignatureGenerator.CreateForECDsa(key),
            crlNumber: 1,
            nextUpdate: DateTimeOffset.UtcNow.AddHours(1),
            HashAlgorithmName.SHA256,
            X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(
                new X509SubjectKeyIdentifierExtension(issuer.PublicKey, critical: false))));
    }

    private async Task<ClientAuthenticationFailureReason> ReasonBelowIntermediateAsync(params IEnumerable<X509Certificate2> known) =>
        (await BelowIntermediateAsync(known)).FailureReason;

    private Task<ClientAuthenticationResult> BelowIntermediateAsync(params IEnumerable<X509Certificate2> known)
    {
        Authenticating subject = TestChain.Knowing(
            ClientCertificate.FromX509Certificate2(_intermediate), [.. known.Select(ClientCertificate.FromX509Certificate2)]);
        return (subject with
        {
            Options = subject.Options.With(chainValidation: new() { RevocationMode = X509RevocationMode.Online }),
        }).With(ClientCertificate.FromX509Certificate2(_leaf));
    }

    private Task<ClientAuthenticationFailureReason> ReasonAsync(X509RevocationMode mode)
    {
        Authenticating subject = TestChain.Trusting(ClientCertificate.FromX509Certificate2(_root));
        return (subject with { Options = subject.Options.With(chainValidation: new() { RevocationMode = mode }) }).ReasonFor(
            ClientCertificate.FromX509Certificate2(_leaf), ClientCertificate.FromX509Certificate2(_intermediate));
    }
}
