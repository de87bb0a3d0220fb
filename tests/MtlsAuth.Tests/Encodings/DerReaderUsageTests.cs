using System.Text.RegularExpressions;
using MtlsAuth.Tests.Registration;

namespace MtlsAuth.Tests.Encodings;

/// <summary>Looks through the sources: a method that has a reader of DER to itself says what becomes of the rest.</summary>
public sealed partial class DerReaderUsageTests
{
    [Test]
    public void Each_reader_in_the_sources_is_closed()
    {
        (string File, string Member)[] members =
        [
            .. from file in Directory.GetFiles(Path.Combine(FindRepository(), "src", "MtlsAuth"), "*.cs", SearchOption.AllDirectories)
               where Path.GetFileName(file) != "DerReader.cs"
               from member in BeginningOfMember().Split(File.ReadAllText(file)).Skip(1)
               select (Path.GetFileName(file), member),
        ];

        members.Count(member => Declaration().IsMatch(member.Member)).Should().BeGreaterThan(20);
        members.SelectMany(member => FindOpen(member.Member).Select(name => $"{name} in {member.File}: {member.Member}"))
            .Should().BeEmpty();
    }

    [TestCase("DerReader outer = new(der); return outer.TryRead(tag, out _);", false)]
    [TestCase("DerReader outer = new(der); return outer.TryRead(tag, out _) && outer.TryEnd();", true)]
    [TestCase("DerReader outer = new(der); outer.IgnoreRest();", true)]
    [TestCase("DerReader outer = new(der); return outer.TryEnterOnly(tag, out DerReader inner) && inner.TryRead(tag, out _);", false)]
    [TestCase("DerReader outer = new(der); return outer.TryEnterOnly(tag, out DerReader inner) && inner.TryEnd();", true)]
    [TestCase("DerReader outer = new(der); return outer.TryEnterOnly(tag, out DerReader inner) && Read(inner);", true)]
    [TestCase("DerReader outer = new(der); return Read(ref outer);", false)]
    [TestCase("bool Read(DerReader fields) => fields.TryRead(tag, out _);", false)]
    [TestCase("bool Read(ref DerReader fields) => fields.TryRead(tag, out _);", true)]
    public void A_reader_is_closed_at_its_end_or_by_whom_it_is_given_to(string member, bool expected) =>
        (!FindOpen(member).Any()).Should().Be(expected);

    private static IEnumerable<string> FindOpen(string member) => Declaration().Matches(member)
        .Select(declaration => declaration.Groups["name"].Value)
        .Where(name => !Regex.IsMatch(
            member, $@"\b{name}\.(TryEnd|TryEnterOnly|IgnoreRest)\(|\b{name}\.Rest\b|[(,] ?{name}[,)]"));

    private static string FindRepository()
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "MtlsAuth.sln")))
        {
            directory = directory.Parent;
        }

        return directory!.FullName;
    }

    // Members of a type stand four spaces from the margin, and what is in them further.
    [GeneratedRegex(@"^(?=    [a-z])", RegexOptions.Multiline)]
    private static partial Regex BeginningOfMember();

    // Without the readers that belong to the caller.
    [GeneratedRegex(@"(?<!\bref |\bin )\bDerReader (?<name>[a-z]\w*)")]
    private static partial Regex Declaration();
}
