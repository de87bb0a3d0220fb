using System.Text;

namespace AuthorizationServer.Page;

/// <summary>Takes the certificate out of a form.</summary>
internal static class CertificateUpload
{
    public const string File = "file";
    public const string Text = "text";

    /// <summary>Reads the file or the text of a form; one of the two is null.</summary>
    public static async Task<(CertificateInput? Input, Html? Fault)> ReadAsync(IFormCollection form, CancellationToken cancellationToken)
    {
        string text = form[Text].ToString();

        // Browsers send a file without name and contents where none was chosen.
        IFormFile? file = form.Files.GetFile(File) is { } sent && (sent.Length > 0 || sent.FileName.Length > 0) ? sent : null;
        if (file is not null && !string.IsNullOrWhiteSpace(text))
        {
            return (null, Html.Of($"<p>There is a file and a text, and only one of them can be meant.</p>"));
        }

        if (file is null && string.IsNullOrWhiteSpace(text))
        {
            return (null, Html.Of($"<p>There is neither a file nor a text.</p>"));
        }

        byte[] contents = file is null ? Encoding.UTF8.GetBytes(text) : await ReadAsync(file, cancellationToken);
        return CertificateInputReader.TryRead(contents, out CertificateInput? input, out CertificateFault? fault)
            ? (input, null)
            : (null, Explain(fault!));
    }

    private static async Task<byte[]> ReadAsync(IFormFile file, CancellationToken cancellationToken)
    {
        using MemoryStream contents = new();
        await file.CopyToAsync(contents, cancellationToken);
        return contents.ToArray();
    }

    private static Html Explain(CertificateFault fault)
    {
        Html place = fault.Position is { } position ? Html.Of($"<dt>Place</dt><dd>{position}</dd>") : Html.Empty;
        return Html.Of($"""
            <dl class="facts">
            <dt>Reason</dt><dd><code>{fault.Error.ToString()}</code></dd>
            {place}
            <dt>Read as</dt><dd>{fault.Form}</dd>
            </dl>
            {ReasonGuide.Explain(ReasonGuide.Faults, fault.Error.ToString())}
            """);
    }
}
