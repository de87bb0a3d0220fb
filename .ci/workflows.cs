#:package YamlDotNet

// Checks what is below .github, which nothing else here runs: dotnet run .ci/workflows.cs
//
// In the repository's root. That it parses, that a workflow calls only what exists, begins with the right to read, and cannot be told what
// to run by the name of a branch. Prints everything that is wrong, and fails if anything is.
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

string[] programs = ["dotnet", "git", "gh", "grep"];
List<string> findings = [];
string current = "";
string[] files = [.. Directory.GetFiles(".github", "*.yml", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
foreach (string file in files)
{
    current = file;
    if (Parse(file) is { } root && Path.GetFileName(Path.GetDirectoryName(file)) == "workflows")
    {
        CheckWorkflow(root);
    }
}

current = ".github";
Check(files.Length > 0, "has no files");
findings.ForEach(Console.Error.WriteLine);
Console.WriteLine($"Workflows: {files.Length} files, {findings.Count} findings");
return findings.Count == 0 ? 0 : 1;

void Check(bool good, string finding)
{
    if (!good)
    {
        findings.Add($"{current}: {finding}");
    }
}

YamlMappingNode? Parse(string file)
{
    try
    {
        YamlStream stream = [];
        stream.Load(new StringReader(File.ReadAllText(file)));
        return (YamlMappingNode)stream.Documents.Single().RootNode;
    }
    catch (Exception exception) when (exception is YamlException or InvalidOperationException or InvalidCastException)
    {
        Check(false, $"cannot be read: {exception.Message}");
        return null;
    }
}

void CheckWorkflow(YamlMappingNode workflow)
{
    Check(Get(workflow, "name") is YamlScalarNode && Get(workflow, "on") is not null, "has no name, or is never run");
    YamlMappingNode? rights = Get(workflow, "permissions") as YamlMappingNode;
    Check(rights?.Children.Values.All(static right => Text(right) == "read") == true, "does not begin with the right to read and no other");
    if (Get(workflow, "jobs") is not YamlMappingNode { Children.Count: > 0 } jobs)
    {
        Check(false, "has no jobs");
        return;
    }

    string[] names = [.. jobs.Children.Keys.Select(Text)];
    foreach ((YamlNode name, YamlNode node) in jobs.Children)
    {
        YamlMappingNode job = (YamlMappingNode)node;
        Check(Get(job, "needs") is not { } needed || names.Contains(Text(needed)), $"{Text(name)} needs a job that is not there");
        if (Get(job, "uses") is { } other)
        {
            Check(File.Exists(Text(other)), $"{Text(name)} uses {Text(other)}, which does not exist");
            continue;
        }

        Check(Get(job, "runs-on") is not null && Get(job, "timeout-minutes") is not null, $"{Text(name)} runs nowhere, or for ever");
        CheckSteps(Text(name), Get(job, "steps") as YamlSequenceNode);
    }
}

void CheckSteps(string job, YamlSequenceNode? steps)
{
    Check(steps is { Children.Count: > 0 }, $"{job} has no steps");
    foreach (YamlMappingNode step in (steps?.Children ?? []).Cast<YamlMappingNode>())
    {
        if (Get(step, "uses") is { } action)
        {
            Check(Regex.IsMatch(Text(action), "^[A-Za-z]+/[a-z-]+@(v[0-9]+|[0-9a-f]{40})$"), $"{job} uses {Text(action)} of no version");
            continue;
        }

        string script = Get(step, "run") is { } run ? Text(run) : "";
        Check(script.Length > 0, $"{job} has a step that does nothing");

        // The name of a branch can be a command. In the environment it is only a text.
        Check(!script.Contains("${{", StringComparison.Ordinal), $"{job} writes an expression into a script: {script}");
        foreach (string line in script.Split(["\n", "&&"], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            CheckCommand(job, line);
        }
    }
}

void CheckCommand(string job, string line)
{
    string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    bool isKnown = programs.Contains(words[0]) || (words[0].Contains('/') && IsProgram(words[0]));
    Check(isKnown, $"{job} calls {words[0]}, which does not exist");
    foreach (string word in words.Where(static word => Regex.IsMatch(word, @"^[\w./-]+\.(cs|csproj|sln|props)$")))
    {
        Check(File.Exists(word), $"{job} names {word}, which does not exist");
    }
}

static bool IsProgram(string path) =>
    File.Exists(path) && (OperatingSystem.IsWindows() || File.GetUnixFileMode(path).HasFlag(UnixFileMode.UserExecute));

static YamlNode? Get(YamlMappingNode node, string name) =>
    node.Children.TryGetValue(new YamlScalarNode(name), out YamlNode? value) ? value : null;

static string Text(YamlNode node) => (node as YamlScalarNode)?.Value ?? "";
