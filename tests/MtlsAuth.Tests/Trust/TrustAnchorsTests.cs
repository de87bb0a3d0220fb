using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using MtlsAuth.Certificates;
using MtlsAuth.Clients;
using MtlsAuth.Testing;
using MtlsAuth.Tests.Files;
using MtlsAuth.Trust;

namespace MtlsAuth.Tests.Trust;

public sealed class TrustAnchorsTests
{
    private static readonly (ClientCertificate Root, ClientCertificate Intermediate, ClientCertificate Leaf) Chain =
        new TestChain().Create();

    private static readonly ClientMetadata Client = new() { ClientId = "c" };
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    [Test]
    public void FromCertificates_tells_roots_from_intermediates()
    {
        TrustAnchors anchors = TrustAnchors.FromCertificates(Chain.Root, Chain.Intermediate);

        (anchors.RootCount, anchors.IntermediateCount).Should().Be((1, 1));
    }

    [Test]
    public void FromCertificates_refuses_a_certificate_of_no_authority()
    {
        FluentActions.Invoking(() => TrustAnchors.FromCertificates(Chain.Root, Chain.Leaf)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => TrustAnchors.FromCertificates(null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => new FixedTrustAnchorSource(null!)).Should().Throw<ArgumentNullException>();
    }

    [TestCase("der", 1, 0)]
    [TestCase("pem", 1, 1)]
    [TestCase("p7b", 1, 1)]
    public void TryParse_reads_what_files_hold(string form, int roots, int intermediates)
    {
        TrustAnchors.TryParse(File(form), out TrustAnchors? anchors, out CertificateFormatError error).Should().BeTrue();

        error.Should().Be(CertificateFormatError.None);
        (anchors!.RootCount, anchors.IntermediateCount).Should().Be((roots, intermediates));
    }

    [Test]
    public void TryParse_says_what_is_wrong()
    {
        Refuse([]).Should().Be(CertificateFormatError.Empty);
        Refuse("text"u8).Should().Be(CertificateFormatError.NoCertificate);
        Refuse(Chain.Leaf.RawData.Span).Should().Be(CertificateFormatError.NotACertificateAuthority);

        static CertificateFormatError Refuse(ReadOnlySpan<byte> contents)
        {
            TrustAnchors.TryParse(contents, out TrustAnchors? anchors, out CertificateFormatError error).Should().BeFalse();
            anchors.Should().BeNull();
            return error;
        }
    }

    [TestCase("der")]
    [TestCase("pem")]
    [TestCase("p7b")]
    public void FileTrustAnchorSource_reads_a_file(string form)
    {
        using TemporaryFolder folder = new();
        FileTrustAnchorSource source = new(new() { Path = folder.Write("roots", File(form)) });

        source.GetTrustAnchors(Client).RootCount.Should().Be(1);
        source.GetTrustAnchors(Client).Should().BeSameAs(source.GetTrustAnchors(Client));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void TryParse_reads_many_authorities_that_have_nothing_to_do_with_each_other(bool isPkcs7)
    {
        X509Certificate2Collection roots = [];
        for (int i = 0; i < 17; i++)
        {
            roots.Add(new TestCertificate { Subject = $"CN=root {i}", IsCertificateAuthority = true }.Create());
        }

        byte[] contents = isPkcs7
            ? roots.Export(X509ContentType.Pkcs7)!
            : Encoding.ASCII.GetBytes(string.Join('\n', roots.Select(root => root.ExportCertificatePem())));

        TrustAnchors.TryParse(contents, out TrustAnchors? anchors, out CertificateFormatError error).Should().BeTrue(error.ToString());
        anchors!.RootCount.Should().Be(17);
    }

    [Test]
    public void TryParse_refuses_more_than_a_thousand_authorities()
    {
        string pem = PemEncoding.WriteString("CERTIFICATE", Chain.Root.RawData.Span) + "\n";
        byte[] contents = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(pem, 1_001)));

        TrustAnchors.TryParse(contents, out _, out CertificateFormatError error).Should().BeFalse();
        error.Should().Be(CertificateFormatError.TooManyCertificates);
    }

    [Test]
    public void TryParse_refuses_a_bundle_without_certificates()
    {
        string pem = PemEncoding.WriteString("PKCS7", new X509Certificate2Collection().Export(X509ContentType.Pkcs7)!);

        TrustAnchors.TryParse(Encoding.ASCII.GetBytes(pem), out _, out CertificateFormatError error).Should().BeFalse();
        error.Should().Be(CertificateFormatError.MalformedPkcs7);
    }

    [Test]
    public void FileTrustAnchorSource_reads_a_folder()
    {
        using TemporaryFolder folder = new();
        folder.Write("1.crt", Chain.Root.RawData.ToArray());
        folder.Write("2.crt", Chain.Intermediate.RawData.ToArray());

        TrustAnchors anchors = new FileTrustAnchorSource(new() { Path = folder.Path }).GetTrustAnchors(Client);

        (anchors.RootCount, anchors.IntermediateCount).Should().Be((1, 1));
    }

    [Test]
    public void FileTrustAnchorSource_has_files_for_single_clients()
    {
        using TemporaryFolder folder = new();
        FileTrustAnchorSource source = new(new()
        {
            Path = folder.Write("all", File("der")),
            ClientPaths = { ["d"] = folder.Write("one", File("pem")) },
        });

        source.GetTrustAnchors(Client).IntermediateCount.Should().Be(0);
        source.GetTrustAnchors(Client with { ClientId = "d" }).IntermediateCount.Should().Be(1);
    }

    [Test]
    public void FileTrustAnchorSource_trusts_nobody_without_files() =>
        new FileTrustAnchorSource(new()).GetTrustAnchors(Client).Should().BeSameAs(TrustAnchors.None);

    [TestCase("missing", null)]
    [TestCase("text", "text")]
    [TestCase("leaf", null)]
    [TestCase("intermediate", null)]
    [TestCase("empty folder", null)]
    public void FileTrustAnchorSource_refuses_to_start_and_names_the_file(string kind, string? text)
    {
        using TemporaryFolder folder = new();
        string path = folder["roots"];
        switch (kind)
        {
            case "text":
                folder.Write("roots", text!);
                break;
            case "leaf":
                folder.Write("roots", Chain.Leaf.RawData.ToArray());
                break;
            case "intermediate":
                folder.Write("roots", Chain.Intermediate.RawData.ToArray());
                break;
            case "empty folder":
                Directory.CreateDirectory(path);
                break;
        }

        FluentActions.Invoking(() => new FileTrustAnchorSource(new() { Path = path }))
            .Should().Throw<ArgumentException>().WithMessage($"{path}: *");
    }

    [Test]
    public void FileTrustAnchorSource_follows_an_edit()
    {
        using TemporaryFolder folder = new();
        FakeTimeProvider clock = new();
        FileTrustAnchorSource source = new(new() { Path = folder.Write("roots", File("der")) }, clock);
        folder.Write("roots", File("pem"));

        int before = source.GetTrustAnchors(Client).IntermediateCount;
        clock.Advance(Interval);

        (before, source.GetTrustAnchors(Client).IntermediateCount).Should().Be((0, 1));
    }

    [Test]
    public void FileTrustAnchorSource_keeps_what_it_has_when_an_edit_is_broken([Values] bool isReported)
    {
        using TemporaryFolder folder = new();
        FakeTimeProvider clock = new();
        List<string> reported = [];
        string path = folder.Write("roots", File("der"));
        FileTrustAnchorSource source = new(new() { Path = path, OnReloadFailed = isReported ? reported.Add : null }, clock);
        TrustAnchors before = source.GetTrustAnchors(Client);
        folder.Write("roots", "broken");

        clock.Advance(Interval);
        TrustAnchors after = source.GetTrustAnchors(Client);
        clock.Advance(Interval);
        source.GetTrustAnchors(Client);

        after.Should().BeSameAs(before);
        reported.Should().Equal(isReported ? [$"{path}: not the certificates of certification authorities (NoCertificate)."] : []);
    }

    [Test]
    public void FileTrustAnchorSource_reads_an_edit_that_could_not_be_opened_once_it_can()
    {
        using TemporaryFolder folder = new();
        FakeTimeProvider clock = new();
        List<string> reported = [];
        string path = folder.Write("roots", File("der"));
        FileTrustAnchorSource source = new(new() { Path = path, OnReloadFailed = reported.Add }, clock);
        TrustAnchors before = source.GetTrustAnchors(Client);
        folder.Write("roots", File("pem"));
        using (new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            for (int i = 0; i < 3; i++)
            {
                clock.Advance(Interval);
                source.GetTrustAnchors(Client).Should().BeSameAs(before);
            }
        }

        clock.Advance(Interval);

        source.GetTrustAnchors(Client).Should().NotBeSameAs(before);
        reported.Should().ContainSingle().Which.Should().StartWith(path);
    }

    [Test]
    public void FileTrustAnchorSource_refuses_null()
    {
        FluentActions.Invoking(() => new FileTrustAnchorSource(null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => new FileTrustAnchorSource(new()).GetTrustAnchors(null!)).Should().Throw<ArgumentNullException>();
    }

    private static byte[] File(string form)
    {
        using X509Certificate2 root = X509CertificateLoader.LoadCertificate(Chain.Root.RawData.Span);
        using X509Certificate2 intermediate = X509CertificateLoader.LoadCertificate(Chain.Intermediate.RawData.Span);
        X509Certificate2Collection both = [root, intermediate];
        return form switch
        {
            "der" => Chain.Root.RawData.ToArray(),
            "pem" => Encoding.ASCII.GetBytes(both.ExportCertificatePems()),
            _ => both.Export(X509ContentType.Pkcs7)!,
        };
    }
}
