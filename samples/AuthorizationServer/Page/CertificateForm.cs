namespace AuthorizationServer.Page;

/// <summary>The fields with which a certificate is sent: a file, or a text.</summary>
internal static class CertificateForm
{
    /// <summary>The fields.</summary>
    public static Html Fields { get; } = Html.Of($"""
        <div class="field">
        <label for="file">Certificate file</label>
        <input type="file" id="file" name="{CertificateUpload.File}" aria-describedby="file-hint"
          accept=".crt,.cer,.pem,.der,.p7b,.p7c,.txt,application/x-x509-ca-cert,application/pkix-cert">
        <p class="hint" id="file-hint">PEM, DER or PKCS #7, up to {FormReader.MaximumLength / 1024} KiB.
        <span class="with-script">Or drop it here.</span></p>
        </div>
        <div class="field">
        <label for="text">Or paste its text</label>
        <textarea id="text" name="{CertificateUpload.Text}" rows="7" spellcheck="false" autocomplete="off" autocapitalize="off"
          aria-describedby="text-hint" placeholder="-----BEGIN CERTIFICATE-----"></textarea>
        <p class="hint" id="text-hint">PEM, or the value of a header in which a proxy passes certificates on.
        Never a private key: nobody but you needs it.</p>
        </div>
        """);

    /// <summary>The same, hidden: a certificate that was sent before.</summary>
    public static Html Hidden(CertificateInput input) =>
        Html.Of($"""<input type="hidden" name="{CertificateUpload.Text}" value="{input.ToPem()}">""");
}
