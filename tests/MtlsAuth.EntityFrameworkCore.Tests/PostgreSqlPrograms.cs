namespace MtlsAuth.EntityFrameworkCore.Tests;

/// <summary>Where PostgreSQL's programs are, which Debian keeps outside the path.</summary>
internal static class PostgreSqlPrograms
{
    private const string Installed = "/usr/lib/postgresql";

    /// <summary>The folder with <c>initdb</c> and <c>postgres</c> of the newest version, or null.</summary>
    public static string? FindFolder() =>
        (Directory.Exists(Installed) ? Directory.GetDirectories(Installed) : [])
            .OrderByDescending(static folder => int.TryParse(Path.GetFileName(folder), out int version) ? version : 0)
            .Select(static folder => Path.Combine(folder, "bin"))
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator))
            .FirstOrDefault(static folder =>
                File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));
}
