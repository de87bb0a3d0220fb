namespace MtlsAuth.Files;

/// <summary>Replaces files as a whole: nobody reads half of one, and none is left after a power failure.</summary>
internal static class AtomicFile
{
    /// <summary>Writes the contents beside the file, and renames that.</summary>
    /// <param name="path">The file, or a link to it, which stays a link.</param>
    /// <param name="contents">What it is to hold.</param>
    /// <param name="check">Throws if the file that it is given, with the contents, is not to take the place.</param>
    public static void Write(string path, ReadOnlySpan<byte> contents, Action<string> check)
    {
        string target = File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : path;
        string written = target + ".new";
        try
        {
            WriteThrough(written, contents, target);
            check(written);
            File.Move(written, target, overwrite: true);
        }
        catch
        {
            File.Delete(written);
            throw;
        }
    }

    private static void WriteThrough(string path, ReadOnlySpan<byte> contents, string model)
    {
        File.Delete(path);
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows() && File.Exists(model))
        {
            // Who may read the file stays as it was: clients may have secrets.
            options.UnixCreateMode = File.GetUnixFileMode(model);
        }

        using FileStream file = new(path, options);
        file.Write(contents);
        file.Flush(flushToDisk: true);
    }
}
