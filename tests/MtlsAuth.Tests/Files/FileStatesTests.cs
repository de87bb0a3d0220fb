using Microsoft.Extensions.Time.Testing;
using MtlsAuth.Files;

namespace MtlsAuth.Tests.Files;

/// <summary>What counts as a change, where only the contents say so.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class FileStatesTests : IDisposable
{
    private const int LengthToLookAt = 4 * 1024 * 1024;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    private readonly FakeTimeProvider _clock = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public void The_files_of_a_folder_are_listed_in_ordinal_order()
    {
        string[] names = ["f", "b", "h", "Z", "d", "a", "g", "c", "e"];
        foreach (string name in names)
        {
            _folder.Write(name, "1");
        }

        FileStates.List(_folder.Path, "*").Should().Equal(names.Order(StringComparer.Ordinal).Select(name => _folder[name]));
    }

    [TestCase(LengthToLookAt, true)]
    [TestCase(LengthToLookAt + 1, false)]
    public void A_file_of_up_to_4_MiB_is_read_at_each_look(int length, bool isNoticed)
    {
        _folder.Write("a", new string('1', length));
        FileStates states = Open();
        string before = states.Describe(out _);

        EditUnseen("a", '2');

        (states.Describe(out _) != before).Should().Be(isNoticed);
    }

    [TestCase("a", true)]
    [TestCase("b", false)]
    public void The_files_of_a_folder_are_read_up_to_4_MiB_together_at_each_look(string edited, bool isNoticed)
    {
        _folder.Write("a", new string('1', LengthToLookAt * 3 / 4));
        _folder.Write("b", new string('1', LengthToLookAt * 3 / 4));
        FileStates states = Open();
        string before = states.Describe(out _);

        EditUnseen(edited, '2');

        (states.Describe(out _) != before).Should().Be(isNoticed);
    }

    [Test]
    public void Large_files_are_read_again_each_minute()
    {
        _folder.Write("a", new string('1', LengthToLookAt + 1));
        FileStates states = Open();
        string before = states.Describe(out _);

        foreach (char contents in "23")
        {
            EditUnseen("a", contents);
            _clock.Advance(Minute - Tick);
            string early = states.Describe(out _);
            _clock.Advance(Tick);
            string inTime = states.Describe(out _);

            early.Should().Be(before);
            inTime.Should().NotBe(before);
            before = inTime;
        }
    }

    // As Kubernetes does with what it mounts: the link to the file stays, and the one to its folder changes.
    [Test]
    [Platform(Exclude = "Win", Reason = "Making links takes a privilege there.")]
    public void A_large_file_behind_links_is_looked_at_as_one_at_hand([Values] bool isBehindTwoLinks)
    {
        Directory.CreateDirectory(_folder["1"]);
        Directory.CreateDirectory(_folder["2"]);
        _folder.Write("1/x", new string('1', LengthToLookAt + 1));
        _folder.Write("2/x", new string('2', LengthToLookAt + 1));
        Directory.CreateSymbolicLink(_folder["data"], "1");
        File.CreateSymbolicLink(_folder["b"], "data/x");
        File.CreateSymbolicLink(_folder["a"], isBehindTwoLinks ? "b" : "data/x");
        FileStates states = new(_folder["a"], "*", _clock);
        string before = states.Describe(out _);

        EditUnseen("1/x", '3');
        string edited = states.Describe(out _);
        Directory.Delete(_folder["data"]);
        Directory.CreateSymbolicLink(_folder["data"], "2");

        edited.Should().Be(before, "large files are not read at each look");
        states.Describe(out _).Should().NotBe(before);
    }

    private FileStates Open() => new(_folder.Path, "*", _clock);

    /// <summary>Changes the contents of a file, and neither its length nor its time.</summary>
    private void EditUnseen(string name, char contents)
    {
        FileInfo file = new(_folder[name]);
        DateTime time = file.LastWriteTimeUtc;
        File.WriteAllText(file.FullName, new string(contents, (int)file.Length));
        File.SetLastWriteTimeUtc(file.FullName, time);
    }
}
