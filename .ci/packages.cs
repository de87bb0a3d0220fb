// Checks packed packages before anybody gets them: dotnet run .ci/packages.cs -- PACKAGES SBOMS
//
// In the repository's root. Prints everything that is wrong, and fails if anything is.
using System.Diagnostics;
using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

string packages = args[0];
string sboms = args[1];
XElement properties = XDocument.Load("Directory.Build.props").Root!;
string version = properties.Descendants("Version").Single().Value;
string repository = properties.Descendants("RepositoryUrl").Single().Value;
string commit = GetCommit();
string[] names =
[
    .. Directory.GetFiles("src", "*.csproj", SearchOption.AllDirectories)
        .Select(static path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal),
];
List<string> findings = [];
string current = "";
void Check(bool good, string finding)
{
    if (!good)
    {
        findings.Add($"{current}: {finding}");
    }
}

current = packages;
string[] extensions = ["nupkg", "snupkg"];
string[] expected =
[
    .. names.SelectMany(name => extensions.Select(extension => $"{name}.{version}.{extension}")).Order(StringComparer.Ordinal),
];
string[] packed = [.. Directory.GetFiles(packages).Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
Check(packed.SequenceEqual(expected), $"has {string.Join(", ", packed)}, and not {string.Join(", ", expected)}");
foreach (string name in names.Where(name => packed.Contains($"{name}.{version}.nupkg") && packed.Contains($"{name}.{version}.snupkg")))
{
    current = name;
    using ZipArchive package = ZipFile.OpenRead(Path.Combine(packages, $"{name}.{version}.nupkg"));
    using ZipArchive symbols = ZipFile.OpenRead(Path.Combine(packages, $"{name}.{version}.snupkg"));
    XElement metadata = CheckMetadata(package, name);
    CheckReadme(package);
    CheckAssemblies(package, symbols, name);
    CheckSbom(name, metadata);
}

findings.ForEach(Console.Error.WriteLine);
Console.WriteLine($"Packages: {names.Length} of {version}, {findings.Count} findings");
return findings.Count == 0 ? 0 : 1;

XElement CheckMetadata(ZipArchive package, string name)
{
    XElement metadata = XDocument.Load(new MemoryStream(Read(package, $"{name}.nuspec"))).Root!.Elements().Single();
    string? Get(string member) => metadata.Elements().SingleOrDefault(element => element.Name.LocalName == member)?.Value;
    XElement source = metadata.Elements().Single(static element => element.Name.LocalName == "repository");
    Check(Get("id") == name && Get("version") == version, "is of another name or version");
    Check(Get("license") == "Apache-2.0", "has no licence");
    Check(Get("description")?.Length is > 60 and < 400, "has no description of one or two sentences");
    Check(Get("tags")?.Contains("rfc8705", StringComparison.Ordinal) == true, "has no tags");
    Check(Get("releaseNotes")?.Contains($"/v{version}/", StringComparison.Ordinal) == true, "has no release notes of this version");
    Check(Get("projectUrl") == repository, "names no project");
    Check(Get("icon") == "icon.png" && package.GetEntry("icon.png") is not null, "has no icon");
    Check(Get("readme") == "README.md" && package.GetEntry("README.md") is not null, "has no README");
    Check(source.Attribute("url")?.Value == repository && source.Attribute("commit")?.Value == commit, $"is not of commit {commit}");
    Check(source.Attribute("branch") is null, "names a branch, which tells nothing and differs from clone to clone");
    foreach (XElement dependency in Dependencies(metadata).Where(dependency => names.Contains(dependency.Attribute("id")!.Value)))
    {
        Check(dependency.Attribute("version")!.Value == version, $"wants {dependency.Attribute("id")!.Value} of another version");
    }

    return metadata;
}

// A registry shows the README alone: its links have to be absolute. Those into the repository have to lead somewhere.
void CheckReadme(ZipArchive package)
{
    string text = Encoding.UTF8.GetString(Read(package, "README.md"));
    text = Regex.Replace(text, "```.*?```", "", RegexOptions.Singleline);
    foreach (Match link in Regex.Matches(text, @"\]\(([^)]*)\)|^\[[^\]]*\]: (\S+)$", RegexOptions.Multiline))
    {
        string target = link.Groups[1].Value + link.Groups[2].Value;
        Check(target.StartsWith("https://", StringComparison.Ordinal), $"links to {target}, which is not absolute");
        if (target.StartsWith(repository + "/blob/", StringComparison.Ordinal))
        {
            string[] parts = target[(repository + "/blob/").Length..].Split('#');
            string path = parts[0][(parts[0].IndexOf('/') + 1)..];
            Check(File.Exists(path), $"links to {path}, which does not exist");
            bool isHeading = parts.Length == 1 || (File.Exists(path) && GetAnchors(path).Contains(parts[1]));
            Check(isHeading, $"links to a heading that is not there: {target}");
        }

        const string registry = "https://www.nuget.org/packages/";
        bool isOurs = !target.StartsWith(registry, StringComparison.Ordinal) || names.Contains(target[registry.Length..]);
        Check(isOurs, $"links to no package: {target}");
    }

    string prose = Regex.Replace(text, "`[^`]*`", "");
    foreach (Match use in Regex.Matches(prose, @"(?<![\w`\]])\[([^\]]+)\](?![:(])"))
    {
        string label = Regex.Replace(use.Groups[1].Value, @"\s+", " ");
        Check(text.Contains($"\n[{label}]: ", StringComparison.Ordinal), $"has no address for [{label}]");
    }
}

// Debuggers find the symbols of an assembly by its id, and the sources by the commit.
void CheckAssemblies(ZipArchive package, ZipArchive symbols, string name)
{
    ZipArchiveEntry[] assemblies = [.. package.Entries.Where(entry => entry.Name == name + ".dll")];
    Check(assemblies.Length > 0, "has no assembly");
    foreach (ZipArchiveEntry assembly in assemblies)
    {
        string path = assembly.FullName[..^".dll".Length];
        bool isTool = path.StartsWith("tools/", StringComparison.Ordinal);
        Check(isTool || package.GetEntry(path + ".xml") is not null, $"has no documentation beside {path}");
        if (symbols.GetEntry(path + ".pdb") is null)
        {
            Check(false, $"has no symbols of {path}");
            continue;
        }

        byte[] symbolFile = Read(symbols, path + ".pdb");
        byte[] assemblyFile = Read(package, assembly.FullName);
        using MetadataReaderProvider provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(symbolFile));
        MetadataReader reader = provider.GetMetadataReader();
        using PEReader portableExecutable = new(new MemoryStream(assemblyFile));
        DebugDirectoryEntry view = portableExecutable.ReadDebugDirectory()
            .First(static entry => entry.Type == DebugDirectoryEntryType.CodeView);
        Guid id = portableExecutable.ReadCodeViewDebugDirectoryData(view).Guid;
        Check(new BlobContentId(reader.DebugMetadataHeader!.Id).Guid == id, $"has other symbols than those of {path}");
        string raw = repository.Replace("https://github.com", "https://raw.githubusercontent.com", StringComparison.Ordinal);
        string sources = $$$"""{"documents":{"/_/*":"{{{raw}}}/{{{commit}}}/*"}}""";
        Check(GetSourceLink(reader) == sources, $"does not lead to the sources of {path}");
        foreach (DocumentHandle handle in reader.Documents)
        {
            string document = reader.GetString(reader.GetDocument(handle).Name);
            Check(document.StartsWith("/_/", StringComparison.Ordinal), $"has a path of this machine, {document}, in {path}");
            Check(IsEmbedded(reader, handle) || File.Exists(document["/_/".Length..]), $"does not have the source {document} of {path}");
        }

        byte[] folder = Encoding.UTF8.GetBytes(Directory.GetCurrentDirectory() + Path.DirectorySeparatorChar);
        bool namesFolder = assemblyFile.AsSpan().IndexOf(folder) >= 0 || symbolFile.AsSpan().IndexOf(folder) >= 0;
        Check(!namesFolder, $"names a folder of this machine in {path}");
    }
}

// What a package depends on stands in its bill of materials as well, and what that depends on.
void CheckSbom(string name, XElement metadata)
{
    string path = Path.Combine(sboms, $"{name}.{version}.cdx.json");
    if (!File.Exists(path))
    {
        Check(false, "has no bill of materials");
        return;
    }

    using JsonDocument sbom = JsonDocument.Parse(File.ReadAllBytes(path));
    JsonElement component = sbom.RootElement.GetProperty("metadata").GetProperty("component");
    Check(component.GetProperty("purl").GetString() == $"pkg:nuget/{name}@{version}", "has the bill of materials of something else");
    JsonElement components = sbom.RootElement.GetProperty("components");
    HashSet<string> listed = [.. components.EnumerateArray().Select(static part => part.GetProperty("name").GetString()!)];
    foreach (string dependency in Dependencies(metadata).Select(static dependency => dependency.Attribute("id")!.Value).Distinct())
    {
        Check(listed.Contains(dependency), $"has a bill of materials without {dependency}");
    }
}

static IEnumerable<XElement> Dependencies(XElement metadata) =>
    metadata.Descendants().Where(static element => element.Name.LocalName == "dependency");

static string? GetSourceLink(MetadataReader reader)
{
    Guid kind = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");
    return reader.CustomDebugInformation.Select(reader.GetCustomDebugInformation)
        .Where(information => reader.GetGuid(information.Kind) == kind)
        .Select(information => Encoding.UTF8.GetString(reader.GetBlobBytes(information.Value))).SingleOrDefault();
}

static bool IsEmbedded(MetadataReader reader, DocumentHandle document)
{
    Guid kind = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");
    return reader.GetCustomDebugInformation(document).Select(reader.GetCustomDebugInformation)
        .Any(information => reader.GetGuid(information.Kind) == kind);
}

static HashSet<string> GetAnchors(string path) =>
[
    .. File.ReadLines(path).Where(static line => line.StartsWith('#'))
        .Select(static line => Regex.Replace(line.TrimStart('#').Trim().ToLowerInvariant(), @"[^\w\- ]", "").Replace(' ', '-')),
];

static byte[] Read(ZipArchive archive, string name)
{
    using Stream stream = archive.GetEntry(name)!.Open();
    using MemoryStream contents = new();
    stream.CopyTo(contents);
    return contents.ToArray();
}

static string GetCommit()
{
    using Process git = Process.Start(new ProcessStartInfo("git", "rev-parse HEAD") { RedirectStandardOutput = true })!;
    return git.StandardOutput.ReadToEnd().Trim();
}
