using Microsoft.Extensions.Time.Testing;
using MtlsAuth.Files;
using MtlsAuth.Tests.Registration;

namespace MtlsAuth.Tests.Files;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class WatchedFilesTests : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _clock = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public void Read_gives_the_file()
    {
        string file = _folder.Write("a", "1");

        Watch(file).Read(files => files).Should().Equal(file);
    }

    [Test]
    public void Read_gives_the_files_of_a_folder_that_fit_the_pattern_in_their_order()
    {
        string b = _folder.Write("b.json", "1");
        string a = _folder.Write("a.json", "1");
        _folder.Write("c.txt", "1");

        Watch(_folder.Path).Read(files => files).Should().Equal(a, b);
    }

    [Test]
    public void Read_gives_a_path_that_is_not_there_so_that_reading_it_says_so() =>
        Watch(_folder["missing"]).Read(files => files).Should().Equal(_folder["missing"]);

    [Test]
    public void ReadIfChanged_does_not_look_before_its_time()
    {
        WatchedFiles watched = ReadOnce(_folder.Write("a", "1"));
        _folder.Write("a", "2");

        _clock.Advance(Interval - TimeSpan.FromTicks(1));

        CountReads(watched).Should().Be(0);
    }

    [Test]
    public void ReadIfChanged_reads_an_edit_once()
    {
        WatchedFiles watched = ReadOnce(_folder.Write("a", "1"));
        _folder.Write("a", "2");

        _clock.Advance(Interval);
        int first = CountReads(watched);
        _clock.Advance(Interval);
        int second = CountReads(watched);

        (first, second).Should().Be((1, 0));
    }

    [Test]
    public void ReadIfChanged_reads_again_at_the_next_look_if_it_is_told_to()
    {
        WatchedFiles watched = ReadOnce(_folder.Write("a", "1"));
        watched.ReadAgain();

        int before = CountReads(watched);
        _clock.Advance(Interval);

        (before, CountReads(watched)).Should().Be((0, 1));
    }

    [Test]
    public void ReadIfChanged_reads_again_also_a_folder_that_has_been_emptied()
    {
        string file = _folder.Write("a.json", "1");
        WatchedFiles watched = ReadOnce(_folder.Path);
        watched.ReadAgain();
        File.Delete(file);

        _clock.Advance(Interval);

        CountReads(watched).Should().Be(1);
    }

    [Test]
    public void ReadIfChanged_looks_once_an_interval()
    {
        WatchedFiles watched = ReadOnce(_folder.Write("a", "1"));
        _clock.Advance(Interval);
        CountReads(watched);
        _folder.Write("a", "2");

        CountReads(watched).Should().Be(0);
    }

    [Test]
    public void ReadIfChanged_notices([Values("added", "removed", "renamed", "length", "folder removed")] string change)
    {
        Directory.CreateDirectory(_folder["d"]);
        string file = _folder.Write("d/a.json", "1");
        DateTime time = File.GetLastWriteTimeUtc(file);
        WatchedFiles watched = ReadOnce(_folder["d"]);

        switch (change)
        {
            case "added":
                _folder.Write("d/b.json", "1");
                break;
            case "removed":
                File.Delete(file);
                break;
            case "renamed":
                File.Move(file, _folder["d/b.json"]);
                break;
            case "length":
                File.WriteAllText(file, "12");
                File.SetLastWriteTimeUtc(file, time);
                break;
            default:
                Directory.Delete(_folder["d"], recursive: true);
                break;
        }

        _clock.Advance(Interval);

        CountReads(watched).Should().Be(1);
    }

    [Test]
    public void ReadIfChanged_notices_other_contents_of_the_same_length_and_time([Values] bool inFolder, [Values] bool isReplaced)
    {
        _folder.Write("a.json", "1");
        string second = _folder.Write("b.json", "1");
        DateTime time = File.GetLastWriteTimeUtc(second);
        WatchedFiles watched = ReadOnce(inFolder ? _folder.Path : second);

        string written = isReplaced ? _folder.Write("new", "2") : _folder.Write("b.json", "2");
        File.SetLastWriteTimeUtc(written, time);
        File.Move(written, second, overwrite: true);
        _clock.Advance(Interval);

        CountReads(watched).Should().Be(1);
    }

    [Test]
    public void ReadIfChanged_notices_other_contents_of_a_large_file_once_a_minute()
    {
        string file = _folder.Write("a", new string('1', 5_000_000));
        DateTime time = File.GetLastWriteTimeUtc(file);
        WatchedFiles watched = ReadOnce(file);

        _folder.Write("a", new string('2', 5_000_000));
        File.SetLastWriteTimeUtc(file, time);
        _clock.Advance(TimeSpan.FromMinutes(1) - TimeSpan.FromTicks(1));
        int early = CountReads(watched);
        _clock.Advance(Interval);
        int inTime = CountReads(watched);
        _clock.Advance(TimeSpan.FromMinutes(2));

        (early, inTime, CountReads(watched)).Should().Be((0, 1, 0));
    }

    [Test]
    public void ReadIfChanged_notices_an_edit_of_a_large_file_at_the_next_look()
    {
        WatchedFiles watched = ReadOnce(_folder.Write("a", new string('1', 5_000_000)));

        _folder.Write("a", new string('2', 5_000_000));
        _clock.Advance(Interval);

        CountReads(watched).Should().Be(1);
    }

    [Test]
    public void ReadIfChanged_looks_at_small_files_beside_a_large_one()
    {
        _folder.Write("a.json", new string('1', 5_000_000));
        string small = _folder.Write("b.json", "1");
        DateTime time = File.GetLastWriteTimeUtc(small);
        WatchedFiles watched = ReadOnce(_folder.Path);

        _folder.Write("b.json", "2");
        File.SetLastWriteTimeUtc(small, time);
        _clock.Advance(Interval);

        CountReads(watched).Should().Be(1);
    }

    [Test]
    public void ReadIfChanged_leaves_files_alone_that_stay_as_they_are()
    {
        WatchedFiles watched = ReadOnce(_folder.Write("a", "1"));

        _clock.Advance(Interval);

        CountReads(watched).Should().Be(0);
    }

    // As Kubernetes does with what it mounts: the file is a link through a link to a folder, and only that link changes.
    [Test]
    [Platform(Exclude = "Win", Reason = "Making links takes a privilege there.")]
    public void ReadIfChanged_notices_that_a_link_leads_elsewhere()
    {
        Directory.CreateDirectory(_folder["1"]);
        Directory.CreateDirectory(_folder["2"]);
        _folder.Write("1/a", "1");
        _folder.Write("2/a", "2");
        Directory.CreateSymbolicLink(_folder["data"], "1");
        File.CreateSymbolicLink(_folder["a"], "data/a");
        WatchedFiles watched = ReadOnce(_folder["a"]);

        Directory.CreateSymbolicLink(_folder["next"], "2");
        Directory.Delete(_folder["data"]);
        Directory.Move(_folder["next"], _folder["data"]);
        _clock.Advance(Interval);

        CountReads(watched).Should().Be(1);
    }

    [Test]
    public void ReadIfChanged_does_not_make_others_wait_for_the_one_who_reads()
    {
        WatchedFiles watched = ReadOnce(_folder.Write("a", "1"));
        _folder.Write("a", "2");
        _clock.Advance(Interval);
        int others = 0;

        watched.ReadIfChanged(_ =>
        {
            _clock.Advance(Interval);
            Thread other = new(() => others = CountReads(watched));
            other.Start();
            other.Join();
        });

        others.Should().Be(0);
    }

    private WatchedFiles Watch(string path) => new(path, "*.json", Interval, _clock);

    private WatchedFiles ReadOnce(string path)
    {
        WatchedFiles watched = Watch(path);
        watched.Read(_ => true);
        return watched;
    }

    private static int CountReads(WatchedFiles watched)
    {
        int reads = 0;
        watched.ReadIfChanged(_ => reads++);
        return reads;
    }
}
