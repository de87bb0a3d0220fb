using Microsoft.Extensions.Time.Testing;
using MtlsAuth.Files;
using MtlsAuth.Tests.Registration;

namespace MtlsAuth.Tests.Files;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ReloadedFilesTests : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _clock = new();
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _reported = [];

    private Action _whileReading = static () => { };
    private string? _failure;
    private bool _couldNotOpen;
    private int _reads;

    public void Dispose() => _folder.Dispose();

    [Test]
    public void Open_gives_the_file()
    {
        string file = _folder.Write("a", "1");

        Open(file).Current.Should().Equal(file);
    }

    [Test]
    public void Open_gives_the_files_of_a_folder_that_fit_the_pattern_in_their_order()
    {
        string b = _folder.Write("b.json", "1");
        string a = _folder.Write("a.json", "1");
        _folder.Write("c.txt", "1");

        Open(_folder.Path).Current.Should().Equal(a, b);
    }

    [Test]
    public void Open_gives_a_path_that_is_not_there_so_that_reading_it_says_so() =>
        Open(_folder["missing"]).Current.Should().Equal(_folder["missing"]);

    [Test]
    public void Follow_does_not_look_before_its_time()
    {
        ReloadedFiles<IReadOnlyList<string>, string> files = Open(_folder.Write("a", "1"));
        _folder.Write("a", "2");

        _clock.Advance(Interval - TimeSpan.FromTicks(1));

        CountReads(files).Should().Be(0);
    }

    [Test]
    public void Follow_reads_an_edit_once()
    {
        ReloadedFiles<IReadOnlyList<string>, string> files = Open(_folder.Write("a", "1"));
        _folder.Write("a", "2");

        _clock.Advance(Interval);
        int first = CountReads(files);
        _clock.Advance(Interval);
        int second = CountReads(files);

        (first, second).Should().Be((1, 0));
    }

    [Test]
    public void Follow_reads_again_at_the_next_look_what_could_not_be_opened()
    {
        ReloadedFiles<IReadOnlyList<string>, string> files = Open(_folder.Write("a", "1"));
        CouldNotOpen(files);

        int before = CountReads(files);
        _clock.Advance(Interval);

        (before, CountReads(files)).Should().Be((0, 1));
    }

    [Test]
    public void Follow_reads_again_also_a_folder_that_has_been_emptied()
    {
        string file = _folder.Write("a.json", "1");
        ReloadedFiles<IReadOnlyList<string>, string> files = Open(_folder.Path);
        CouldNotOpen(files);
        File.Delete(file);

        _clock.Advance(Interval);

        CountReads(files).Should().Be(1);
    }

    [Test]
    public void Follow_reads_again_at_each_look_a_file_that_has_gone()
    {
        string file = _folder.Write("a", "1");
        ReloadedFiles<IReadOnlyList<string>, string> files = Open(file);
        File.Delete(file);
        (_failure, _couldNotOpen) = ("missing", true);

        _clock.Advance(Interval);
        int first = CountReads(files);
        _clock.Advance(Interval);

        (first, CountReads(files)).Should().Be((1, 1));
    }

    [Test]
    public void Follow_looks_whichever_thread_has_looked_before()
    {
        ReloadedFiles<IReadOnlyList<string>, string> files = Open(_folder.Write("a", "1"));
        _folder.Write("a", "2");
        _clock.Advance(Interval);
        int first = CountReads(files);
        _folder.Write("a", "3");
        _clock.Advance(Interval);

        int second = 0;
        Thread other = new(() => second = CountReads(files));
        other.Start();
        other.Join();

        (first, second).Should().Be((1, 1));
    }

    [Test]
    public void Follow_looks_once_an_interval()
    {
        ReloadedFiles<IReadOnlyList<string>, string> files = Open(_folder.Write("a", "1"));
        _clock.Advance(Interval);
        CountReads(files);
        _folder.Write("a", "2");

        CountReads(files).Should().Be(0);
    }

    [Test]
    public void Follow_notices([Values("added", "removed", "renamed", "length", "folder removed")] string change)
    {
        Directory.CreateDirectory(_folder["d"]);
        string file = _folder.Write("d/a.json", "1");
        DateTime time = File.GetLastWriteTimeUtc(file);
        ReloadedFiles<IReadOnlyList<string>, string> files = Open(_folder["d"]);

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

        CountReads(files).Should().Be(1);
    }

    [Test]
    public void Follow_notices_other_contents_of_the_same_length_and_time([Values] bool inFolder, [Values] bool isReplaced)
    {
        _folder.Write("a.json", "1");
        string second = _folder.Write("b.json", "1");
        DateTime time = File.GetLastWriteTimeUtc(second);
        ReloadedFiles<IReadOnlyList<string>, string> files = Open(inFolder ? _folder.Path : second);

        string written = isReplaced ? _folder.Write("new", "2") : _folder.Write("b.json", "2");
        File.SetLastWriteTimeUtc(written, time);
        File.Move(written, second, overwrite: true);
        _clock.Advance(Interval);

        CountReads(files).Should().Be(1);
    }

    [Test]
    public void Follow_notices_other_contents_of_a_large_file_once_a_minute()
    {
        string file = _folder.Write("a", new string('1', 5_000_000));
        DateTime time = File.GetLastWriteTimeUtc(file);
        ReloadedFiles<IReadOnlyList<string>, string> files = Open(file);

        _folder.Write("a", new string('2', 5_000_000));
        File.SetLastWriteTimeUtc(file, time);
        _clock.Advance(TimeSpan.FromMinutes(1) - TimeSpan.FromTicks(1));
        int early = CountReads(files);
        _clock.Advance(Interval);
        int inTime = CountReads(files);
        _clock.Advance(TimeSpan.FromMinutes(2));

        (early, inTime, CountReads(files)).Should().Be((0, 1, 0));
    }

    [Test]
    public void Follow_notices_an_edit_of_a_large_file_at_the_next_look()
    {
        ReloadedFiles<IReadOnlyList<string>, string> files = Open(_folder.Write("a", new string('1', 5_000_000)));

        _folder.Write("a", new string('2', 5_000_000));
        _clock.Advance(Interval);

        CountReads(files).Should().Be(1);
    }

    [Test]
    public void Follow_looks_at_small_files_beside_a_large_one()
    {
        _folder.Write("a.json", new string('1', 5_000_000));
        string small = _folder.Write("b.json", "1");
        DateTime time = File.GetLastWriteTimeUtc(small);
        ReloadedFiles<IReadOnlyList<string>, string> files = Open(_folder.Path);

        _folder.Write("b.json", "2");
        File.SetLastWriteTimeUtc(small, time);
        _clock.Advance(Interval);

        CountReads(files).Should().Be(1);
    }

    [Test]
    public void Follow_leaves_files_alone_that_stay_as_they_are()
    {
        ReloadedFiles<IReadOnlyList<string>, string> files = Open(_folder.Write("a", "1"));

        _clock.Advance(Interval);

        CountReads(files).Should().Be(0);
    }

    // As Kubernetes does with what it mounts: the file is a link through a link to a folder, and only that link changes.
    [Test]
    [Platform(Exclude = "Win", Reason = "Making links takes a privilege there.")]
    public void Follow_notices_that_a_link_leads_elsewhere()
    {
        Directory.CreateDirectory(_folder["1"]);
        Directory.CreateDirectory(_folder["2"]);
        _folder.Write("1/a", "1");
        _folder.Write("2/a", "2");
        Directory.CreateSymbolicLink(_folder["data"], "1");
        File.CreateSymbolicLink(_folder["a"], "data/a");
        ReloadedFiles<IReadOnlyList<string>, string> files = Open(_folder["a"]);

        Directory.CreateSymbolicLink(_folder["next"], "2");
        Directory.Delete(_folder["data"]);
        Directory.Move(_folder["next"], _folder["data"]);
        _clock.Advance(Interval);

        CountReads(files).Should().Be(1);
    }

    [Test]
    public void Follow_does_not_make_others_wait_for_the_one_who_reads()
    {
        ReloadedFiles<IReadOnlyList<string>, string> files = Open(_folder.Write("a", "1"));
        _folder.Write("a", "2");
        _clock.Advance(Interval);
        int others = 0;

        _whileReading = () =>
        {
            _clock.Advance(Interval);
            Thread other = new(() => others = CountReads(files));
            other.Start();
            other.Join();
        };
        files.Follow();

        others.Should().Be(0);
    }

    [Test]
    public void A_value_stays_when_files_cannot_be_read()
    {
        ReloadedFiles<IReadOnlyList<string>, string> files = Open(_folder.Write("a", "1"));
        IReadOnlyList<string> before = files.Current;

        _failure = "wrong";

        (files.Reload(), files.Error, files.Current).Should().Be((false, "wrong", before));
    }

    [Test]
    public void Follow_reads_again_at_the_next_look_what_threw()
    {
        ReloadedFiles<IReadOnlyList<string>, string> files = Open(_folder.Write("a", "1"));
        _folder.Write("a", "2");
        _whileReading = static () => throw new TimeoutException();
        _clock.Advance(Interval);
        FluentActions.Invoking(files.Follow).Should().Throw<TimeoutException>();
        _whileReading = static () => { };
        _clock.Advance(Interval);

        CountReads(files).Should().Be(1);
    }

    [Test]
    public void The_first_value_is_needed()
    {
        _failure = "wrong";

        FluentActions.Invoking(() => Open(_folder["a"])).Should().Throw<FormatException>().WithMessage("wrong");
    }

    [Test]
    public void Reports_name_each_change_once_and_each_reason_why_files_cannot_be_opened()
    {
        ReloadedFiles<IReadOnlyList<string>, string> files = Open(_folder.Write("a", "1"));

        _failure = "wrong";
        files.Reload();
        files.Reload();
        _couldNotOpen = true;
        files.Reload();
        files.Reload();
        _failure = "locked";
        files.Reload();
        _failure = null;
        files.Reload();

        _reported.Should().Equal("wrong", "wrong", "wrong", "locked", "good");
        files.Error.Should().BeNull();
    }

    private ReloadedFiles<IReadOnlyList<string>, string> Open(string path) => new(
        new FileStates(path, "*.json", _clock),
        Interval,
        _clock,
        Read,
        static failure => new FormatException(failure),
        _ => _reported.Add("good"),
        _reported.Add);

    private FileReading<IReadOnlyList<string>, string> Read(IReadOnlyList<string> files)
    {
        _reads++;
        _whileReading();
        return new(_failure is null ? files : null, _failure, _couldNotOpen && _failure is not null);
    }

    private void CouldNotOpen(ReloadedFiles<IReadOnlyList<string>, string> files)
    {
        (_failure, _couldNotOpen) = ("locked", true);
        files.Reload();
        _failure = null;
    }

    private int CountReads(ReloadedFiles<IReadOnlyList<string>, string> files)
    {
        int before = _reads;
        files.Follow();
        return _reads - before;
    }
}
