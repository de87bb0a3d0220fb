namespace MtlsAuth.Tests.Files;

/// <summary>A folder of its own for one test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private int _writes;

    public string Path { get; } = Directory.CreateTempSubdirectory("mtlsauth-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public string Write(string name, string contents) => Write(name, System.Text.Encoding.UTF8.GetBytes(contents));

    /// <summary>Writes a file, later than any before it: edits in a test are faster than the file system's clock.</summary>
    public string Write(string name, byte[] contents)
    {
        string path = this[name];
        File.WriteAllBytes(path, contents);
        File.SetLastWriteTimeUtc(path, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(++_writes));
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
