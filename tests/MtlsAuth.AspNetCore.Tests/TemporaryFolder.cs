namespace MtlsAuth.AspNetCore.Tests;

/// <summary>A folder that is there for one test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string FullPath { get; } = Directory.CreateTempSubdirectory("mtlsauth-").FullName;

    public string PathOf(string name) => Path.Combine(FullPath, name);

    /// <summary>Writes a file and gives its path.</summary>
    public string Write(string name, string contents)
    {
        File.WriteAllText(PathOf(name), contents);
        return PathOf(name);
    }

    public void Dispose() => Directory.Delete(FullPath, recursive: true);
}
