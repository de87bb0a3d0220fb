using System.Text;

namespace MtlsAuth.Tool.Output;

/// <summary>Texts that lie in the program.</summary>
internal static class EmbeddedText
{
    /// <summary>Reads a text by its logical name in the project file.</summary>
    public static string Read(string name)
    {
        using Stream stream = typeof(EmbeddedText).Assembly.GetManifestResourceStream(name)!;
        using StreamReader reader = new(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
