using Microsoft.Extensions.Time.Testing;
using MtlsAuth.Files;

namespace MtlsAuth.Tests.Files;

public sealed class WatchedFilesTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    [Test]
    public void Read_gives_the_file()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("a", "1");

        Watch(file, new FakeTimeProvider()).Read(files => files).Should().Equal(file);
    }

    [Test]
    public void Read_gives_the_files_of_a_folder_that_fit_the_pattern_in_their_order()
    {
        using TemporaryFolder folder = new();
        string b = folder.Write("b.json", "1");
        string a = folder.Write("a.json", "1");
        folder.Write("c.txt", "1");

        Watch(folder.Path, new FakeTimeProvider()).Read(files => files).Should().Equal(a, b);
    }

    [Test]
    public void Read_gives_a_path_that_is_not_there_so_that_reading_it_says_so()
    {
        using TemporaryFolder folder = new();

        Watch(folder["missing"], new FakeTimeProvider()).Read(files => files).Should().Equal(folder["missing"]);
    }

    [Test]
    public void ReadIfChanged_does_not_look_before_its_time()
    {
        using TemporaryFolder folder = new();
        FakeTimeProvider clock = new();
        WatchedFiles watched = Watch(folder.Write("a", "1"), clock);
        watched.Read(_ => true);
        folder.Write("a", "2");

        clock.Advance(Interval - TimeSpan.FromTicks(1));

        CountReads(watched).Should().Be(0);
    }

    [Test]
    public void ReadIfChanged_reads_an_edit_once()
    {
        using TemporaryFolder folder = new();
        FakeTimeProvider clock = new();
        WatchedFiles watched = Watch(folder.Write("a", "1"), clock);
        watched.Read(_ => true);
        folder.Write("a", "2");

        clock.Advance(Interval);
        int first = CountReads(watched);
        clock.Advance(Interval);
        int second = CountReads(watched);

        (first, second).Should().Be((1, 0));
    }

    [Test]
    public void ReadIfChanged_looks_once_an_interval()
    {
        using TemporaryFolder folder = new();
        FakeTimeProvider clock = new();
        WatchedFiles watched = Watch(folder.Write("a", "1"), clock);
        watched.Read(_ => true);
        clock.Advance(Interval);
        CountReads(watched);
        folder.Write("a", "2");

        CountReads(watched).Should().Be(0);
    }

    [Test]
    public void ReadIfChanged_notices([Values("added", "removed", "renamed", "length", "folder removed")] string change)
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder["d"]);
        string file = folder.Write("d/a.json", "1");
        DateTime time = File.GetLastWriteTimeUtc(file);
        FakeTimeProvider clock = new();
        WatchedFiles watched = Watch(folder["d"], clock);
        watched.Read(_ => true);

        switch (change)
        {
            case "added":
                folder.Write("d/b.json", "1");
                break;
            case "removed":
                File.Delete(file);
                break;
            case "renamed":
                File.Move(file, folder["d/b.json"]);
                break;
            case "length":
                File.WriteAllText(file, "12");
                File.SetLastWriteTimeUtc(file, time);
                break;
            default:
                Directory.Delete(folder["d"], recursive: true);
                break;
        }

        clock.Advance(Interval);

        CountReads(watched).Should().Be(1);
    }

    // As Kubernetes does with what it mounts: the file is a link through a link to a folder, and only that link changes.
    [Test]
    [Platform(Exclude = "Win", Reason = "Making links takes a privilege there.")]
    public void ReadIfChanged_notices_that_a_link_leads_elsewhere()
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder["1"]);
        Directory.CreateDirectory(folder["2"]);
        folder.Write("1/a", "1");
        folder.Write("2/a", "2");
        Directory.CreateSymbolicLink(folder["data"], "1");
        File.CreateSymbolicLink(folder["a"], "data/a");
        FakeTimeProvider clock = new();
        WatchedFiles watched = Watch(folder["a"], clock);
        watched.Read(_ => true);

        Directory.CreateSymbolicLink(folder["next"], "2");
        Directory.Delete(folder["data"]);
        Directory.Move(folder["next"], folder["data"]);
        clock.Advance(Interval);

        CountReads(watched).Should().Be(1);
    }

    [Test]
    public void ReadIfChanged_does_not_make_others_wait_for_the_one_who_reads()
    {
        using TemporaryFolder folder = new();
        FakeTimeProvider clock = new();
        WatchedFiles watched = Watch(folder.Write("a", "1"), clock);
        watched.Read(_ => true);
        folder.Write("a", "2");
        clock.Advance(Interval);
        int others = 0;

        watched.ReadIfChanged(_ =>
        {
            clock.Advance(Interval);
            Thread other = new(() => others = CountReads(watched));
            other.Start();
            other.Join();
        });

        others.Should().Be(0);
    }

    private static WatchedFiles Watch(string path, FakeTimeProvider clock) => new(path, "*.json", Interval, clock);

    private static int CountReads(WatchedFiles watched)
    {
        int reads = 0;
        watched.ReadIfChanged(_ => reads++);
        return reads;
    }
}
