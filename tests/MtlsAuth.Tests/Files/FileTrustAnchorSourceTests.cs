using Microsoft.Extensions.Time.Testing;
using MtlsAuth.Certificates;
using MtlsAuth.Testing;
using MtlsAuth.Tests.Registration;
using MtlsAuth.Tests.Trust;

namespace MtlsAuth.Tests.Files;

public sealed class FileTrustAnchorSourceTests
{
    private static readonly ClientMetadata Client = new() { ClientId = "c" };
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    [TestCase("der", 1)]
    [TestCase("pem", 2)]
    [TestCase("p7b", 2)]
    public void A_file_is_read(string form, int count)
    {
        using TemporaryFolder folder = new();
        FileTrustAnchorSource source = new(new() { Path = folder.Write("anchors", File(form)) });

        Get(source).AnchorCount.Should().Be(count);
        Get(source).Should().BeSameAs(Get(source));
    }

    [Test]
    public void A_folder_is_read()
    {
        using TemporaryFolder folder = new();
        folder.Write("1.crt", File("der"));
        folder.Write("2.crt", TrustAnchorsTests.Chain.Intermediate.RawData.ToArray());

        Get(new FileTrustAnchorSource(new() { Path = folder.Path })).AnchorCount.Should().Be(2);
    }

    [Test]
    public void Single_clients_may_have_their_own_files()
    {
        using TemporaryFolder folder = new();
        FileTrustAnchorSource source = new(new()
        {
            Path = folder.Write("all", File("der")),
            ClientPaths = { ["d"] = folder.Write("one", File("pem")) },
        });

        Get(source).AnchorCount.Should().Be(1);
        Get(source, "d").AnchorCount.Should().Be(2);
    }

    [Test]
    public void The_first_expiry_is_that_of_all_files()
    {
        using TemporaryFolder folder = new();
        string all = folder.Write("all", File("der"));
        string one = folder.Write("one", TrustAnchorsTests.Chain.Intermediate.RawData.ToArray());
        DateTimeOffset root = TrustAnchorsTests.Chain.Root.NotAfter;
        DateTimeOffset intermediate = TrustAnchorsTests.Chain.Intermediate.NotAfter;

        new FileTrustAnchorSource(new() { Path = all }).FirstExpiry.Should().Be(root);
        new FileTrustAnchorSource(new() { ClientPaths = { ["d"] = one } }).FirstExpiry.Should().Be(intermediate);
        new FileTrustAnchorSource(new() { Path = all, ClientPaths = { ["d"] = one } }).FirstExpiry
            .Should().Be(root < intermediate ? root : intermediate);
        new FileTrustAnchorSource(new()).FirstExpiry.Should().BeNull();
    }

    [TestCase("all", 10, 20)]
    [TestCase("one", 20, 10)]
    public void The_first_expiry_is_that_of_the_file_whose_authority_expires_first(string first, int daysOfAll, int daysOfOne)
    {
        using TemporaryFolder folder = new();
        ClientCertificate all = CreateAuthority(daysOfAll);
        ClientCertificate one = CreateAuthority(daysOfOne);

        FileTrustAnchorSource source = new(new()
        {
            Path = folder.Write("all", all.RawData.ToArray()),
            ClientPaths = { ["d"] = folder.Write("one", one.RawData.ToArray()) },
        });

        source.FirstExpiry.Should().Be((first == "all" ? all : one).NotAfter);
    }

    [Test]
    public void Intermediates_have_their_own_file_for_all_clients()
    {
        using TemporaryFolder folder = new();
        FileTrustAnchorSource source = new(new()
        {
            Path = folder.Write("all", File("der")),
            ClientPaths = { ["d"] = folder.Write("one", TrustAnchorsTests.Chain.Intermediate.RawData.ToArray()) },
            IntermediatesPath = folder.Write("intermediates", File("pem")),
        });

        // A certificate of an anchor is the anchor.
        (Get(source).AnchorCount, Get(source).IntermediateCount).Should().Be((1, 1));
        (Get(source, "d").AnchorCount, Get(source, "d").IntermediateCount).Should().Be((1, 1));
        Get(source).Should().BeSameAs(Get(source));
    }

    [Test]
    public void Nobody_is_trusted_without_files() =>
        Get(new FileTrustAnchorSource(new())).Should().BeSameAs(TrustAnchors.None);

    [TestCase("missing")]
    [TestCase("text")]
    [TestCase("leaf")]
    [TestCase("empty folder")]
    public void The_start_is_refused_and_names_the_file(string kind)
    {
        using TemporaryFolder folder = new();
        string path = folder["anchors"];
        switch (kind)
        {
            case "text":
                folder.Write("anchors", "text");
                break;
            case "leaf":
                folder.Write("anchors", TrustAnchorsTests.Chain.Leaf.RawData.ToArray());
                break;
            case "empty folder":
                Directory.CreateDirectory(path);
                break;
        }

        FluentActions.Invoking(() => new FileTrustAnchorSource(new() { Path = path }))
            .Should().Throw<ArgumentException>().WithMessage($"{path}: *");
        FluentActions.Invoking(() => new FileTrustAnchorSource(new() { IntermediatesPath = path }))
            .Should().Throw<ArgumentException>().WithMessage($"{path}: *");
    }

    [Test]
    public void The_start_is_refused_with_the_word_that_a_folder_is_empty()
    {
        using TemporaryFolder folder = new();

        FluentActions.Invoking(() => new FileTrustAnchorSource(new() { Path = folder.Path }))
            .Should().Throw<ArgumentException>().WithMessage($"{folder.Path}: there are no certificates.*");
    }

    [Test]
    public void The_start_is_refused_with_what_was_left_out_if_nothing_is_usable()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("anchors", TrustAnchorsTests.Pem(TrustAnchorsTests.Chain.Leaf, TrustAnchorsTests.Chain.Leaf));

        FluentActions.Invoking(() => new FileTrustAnchorSource(new() { Path = path })).Should().Throw<ArgumentException>()
            .WithMessage($"*{path}: certificate 1 (CN=client): NotACertificateAuthority.*certificate 2 (CN=client)*");
    }

    [Test]
    public void What_is_not_usable_is_left_out_and_reported_with_file_position_and_subject()
    {
        using TemporaryFolder folder = new();
        FakeTimeProvider clock = new();
        List<string> reported = [];
        string path = folder.Write("anchors", File("pem"));
        FileTrustAnchorSource source = new(new() { Path = path, OnCertificateLeftOut = reported.Add }, clock);
        int atStart = reported.Count;
        folder.Write("anchors", TrustAnchorsTests.Pem(TrustAnchorsTests.Chain.Root, TrustAnchorsTests.Chain.Leaf));

        clock.Advance(Interval);
        TrustAnchors anchors = Get(source);

        atStart.Should().Be(0);
        anchors.AnchorCount.Should().Be(1);
        reported.Should().Equal($"{path}: certificate 2 (CN=client): NotACertificateAuthority.");
    }

    [Test]
    public void What_is_left_out_of_a_folder_is_reported_at_the_start()
    {
        using TemporaryFolder folder = new();
        List<string> reported = [];
        folder.Write("1.crt", File("der"));
        string leaf = folder.Write("2.crt", TrustAnchorsTests.Chain.Leaf.RawData.ToArray());

        FileTrustAnchorSource source = new(new() { Path = folder.Path, OnCertificateLeftOut = reported.Add });

        Get(source).AnchorCount.Should().Be(1);
        reported.Should().Equal($"{leaf}: certificate 1 (CN=client): NotACertificateAuthority.");
    }

    [Test]
    public void A_file_that_is_broken_as_a_whole_refuses_its_folder()
    {
        using TemporaryFolder folder = new();
        folder.Write("1.crt", File("der"));
        string broken = folder.Write("2.crt", "-----BEGIN PRIVATE KEY-----\nMAAA\n-----END PRIVATE KEY-----\n");

        FluentActions.Invoking(() => new FileTrustAnchorSource(new() { Path = folder.Path }))
            .Should().Throw<ArgumentException>().WithMessage($"{broken}: *PrivateKeyPresent*");
    }

    [Test]
    public void An_edit_is_followed([Values] bool ofIntermediates)
    {
        using TemporaryFolder folder = new();
        FakeTimeProvider clock = new();
        List<string> reloaded = [];
        FileTrustAnchorSource source = new(
            new()
            {
                Path = folder.Write("anchors", File("der")),
                IntermediatesPath = folder.Write("intermediates", TrustAnchorsTests.Chain.Intermediate.RawData.ToArray()),
                OnReloaded = (path, count) => reloaded.Add($"{Path.GetFileName(path)}: {count}"),
            },
            clock);
        TrustAnchors first = Get(source);
        (ClientCertificate root, ClientCertificate intermediate, _) = new TestChain().Create();
        folder.Write(ofIntermediates ? "intermediates" : "anchors", TrustAnchorsTests.Pem(root, intermediate));

        TrustAnchors before = Get(source);
        clock.Advance(Interval);
        TrustAnchors after = Get(source);

        before.Should().BeSameAs(first);
        (after.AnchorCount, after.IntermediateCount).Should().Be(ofIntermediates ? (1, 2) : (2, 1));
        reloaded.Should().Equal(ofIntermediates ? "intermediates: 2" : "anchors: 2");
    }

    [Test]
    public void What_was_read_stays_in_force_when_an_edit_is_broken([Values] bool isReported)
    {
        using TemporaryFolder folder = new();
        FakeTimeProvider clock = new();
        List<string> reported = [];
        string path = folder.Write("anchors", File("der"));
        FileTrustAnchorSource source = new(new() { Path = path, OnReloadFailed = isReported ? reported.Add : null }, clock);
        TrustAnchors before = Get(source);
        folder.Write("anchors", "broken");

        clock.Advance(Interval);
        TrustAnchors after = Get(source);
        clock.Advance(Interval);
        Get(source);

        after.Should().BeSameAs(before);
        reported.Should().Equal(isReported ? [$"{path}: not the certificates of certification authorities (NoCertificate)."] : []);
    }

    [Test]
    public void An_edit_that_could_not_be_opened_is_read_once_it_can()
    {
        using TemporaryFolder folder = new();
        FakeTimeProvider clock = new();
        List<string> reported = [];
        string path = folder.Write("anchors", File("der"));
        FileTrustAnchorSource source = new(new() { Path = path, OnReloadFailed = reported.Add }, clock);
        TrustAnchors before = Get(source);
        folder.Write("anchors", File("pem"));
        using (new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            for (int i = 0; i < 3; i++)
            {
                clock.Advance(Interval);
                Get(source).Should().BeSameAs(before);
            }
        }

        clock.Advance(Interval);

        Get(source).Should().NotBeSameAs(before);
        reported.Should().ContainSingle().Which.Should().StartWith(path);
    }

    // A large file is not opened to find out whether it has changed.
    [Test]
    public void An_edit_beside_a_large_file_that_could_not_be_opened_is_read_once_it_can()
    {
        using TemporaryFolder folder = new();
        FakeTimeProvider clock = new();
        string large = folder.Write("1.pem", [.. TrustAnchorsTests.Pem(CreateAuthority(10)), .. Enumerable.Repeat((byte)'\n', 5_000_000)]);
        folder.Write("2.pem", File("der"));
        FileTrustAnchorSource source = new(new() { Path = folder.Path }, clock);
        TrustAnchors before = Get(source);
        folder.Write("2.pem", File("pem"));
        using (new FileStream(large, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            clock.Advance(Interval);
            Get(source).Should().BeSameAs(before);
        }

        clock.Advance(Interval);

        (before.AnchorCount, Get(source).AnchorCount).Should().Be((2, 3));
    }

    [Test]
    public void Null_is_refused()
    {
        FluentActions.Invoking(() => new FileTrustAnchorSource(null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => new FileTrustAnchorSource(new()).GetTrustAnchorsAsync(null!)).Should().Throw<ArgumentNullException>();
    }

    private static ClientCertificate CreateAuthority(int days) => TestCertificates.Authority($"CN={days}")
        .ValidUntil(DateTimeOffset.UtcNow.AddDays(days)).Create().ClientCertificate;

    // Files are at hand: nothing waits.
    private static TrustAnchors Get(FileTrustAnchorSource source, string clientId = "c")
    {
        Task<TrustAnchors> anchors = source.GetTrustAnchorsAsync(RegisteredClient.From(Client with { ClientId = clientId })).AsTask();
        anchors.IsCompletedSuccessfully.Should().BeTrue();
        return anchors.Result;
    }

    private static byte[] File(string form) => TrustAnchorsTests.File(form);
}
