using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAuth.Certificates;

namespace AuthorizationServer.Page;

/// <summary>What there is to say of a certificate.</summary>
internal static class CertificateFacts
{
    // A certificate may hold thousands of names.
    private const int MaximumNameCount = 20;

    private static readonly Dictionary<string, string> Usages = new(StringComparer.Ordinal)
    {
        ["1.3.6.1.5.5.7.3.1"] = "serverAuth",
        ["1.3.6.1.5.5.7.3.2"] = "clientAuth",
        ["1.3.6.1.5.5.7.3.3"] = "codeSigning",
        ["1.3.6.1.5.5.7.3.4"] = "emailProtection",
        ["1.3.6.1.5.5.7.3.8"] = "timeStamping",
        ["1.3.6.1.5.5.7.3.9"] = "OCSPSigning",
        ["2.5.29.37.0"] = "anyExtendedKeyUsage",
    };

    /// <summary>The subject, or what stands in its place.</summary>
    public static string SubjectOf(ClientCertificate certificate) => NameOf(certificate.Subject);

    /// <summary>Shows names, dates, usages and key.</summary>
    public static Html Show(ClientCertificate certificate, DateTimeOffset now) => Html.Of($"""
        <dl class="facts">
        <dt>Subject</dt><dd>{NameOf(certificate.Subject)}</dd>
        <dt>Issuer</dt><dd>{NameOf(certificate.Issuer)}{(certificate.IsSelfIssued ? ", self-issued" : "")}</dd>
        <dt>Alternative names</dt><dd>{ShowAlternativeNames(certificate)}</dd>
        <dt>Key</dt><dd>{DescribeKey(certificate.PublicKey)}</dd>
        <dt>Valid from</dt><dd>{ShowTime(certificate.NotBefore)}</dd>
        <dt>Valid until</dt><dd>{ShowTime(certificate.NotAfter)} {ShowRest(certificate, now)}</dd>
        <dt>Key usage</dt><dd>{DescribeKeyUsage(certificate.KeyUsage)}</dd>
        <dt>Extended key usage</dt><dd>{DescribeExtendedKeyUsage(certificate.ExtendedKeyUsages)}</dd>
        <dt>Kind</dt><dd>{(certificate.IsCertificateAuthority ? "certification authority" : "end entity")}</dd>
        <dt>Serial number</dt><dd><code>{VisibleText.Shorten(Convert.ToHexStringLower(certificate.SerialNumber.Span))}</code></dd>
        </dl>
        """);

    /// <summary>Shows the hashes by which others name the certificate and its key.</summary>
    public static Html ShowThumbprints(ClientCertificate certificate) => Html.Of($"""
        <dl class="facts">
        <dt>Certificate, <code>x5t#S256</code></dt><dd>{Copyable("x5ts256", "x5t#S256", certificate.Thumbprint.ToString())}</dd>
        <dt>Key, RFC 7638</dt><dd>{Copyable("jkt", "RFC 7638 thumbprint", certificate.PublicKeyThumbprint.ToString())}</dd>
        <dt>SHA-256 fingerprint</dt><dd>{Copyable("sha256", "SHA-256 fingerprint", FingerprintOf(certificate))}</dd>
        <dt>Key, SHA-256 pin</dt><dd>{Copyable("pin", "SHA-256 pin", certificate.ComputeSubjectPublicKeyInfoThumbprint())}</dd>
        <dt>Certificate, <code>x5t</code></dt><dd>{Copyable("x5t", "x5t", certificate.ComputeSha1Thumbprint())}</dd>
        </dl>
        """);

    /// <summary>A time for people and for programs.</summary>
    public static Html ShowTime(DateTimeOffset time) => Html.Of($"""
        <time datetime="{time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)}">{TextOf(time)}</time>
        """);

    private static string TextOf(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static string NameOf(DistinguishedName? name) => name is null ? "cannot be read"
        : name.ToString() is { Length: > 0 } text ? VisibleText.Shorten(text)
        : "empty";

    // As openssl x509 -fingerprint -sha256 prints it.
    private static string FingerprintOf(ClientCertificate certificate) => string.Join(
        ':', SHA256.HashData(certificate.RawData.Span).Select(static octet => octet.ToString("X2", CultureInfo.InvariantCulture)));

    private static string DescribeKey(SubjectPublicKey key) => key.Algorithm switch
    {
        KeyAlgorithm.Rsa => string.Create(CultureInfo.InvariantCulture, $"RSA, {key.KeySize} bits"),
        KeyAlgorithm.P256 or KeyAlgorithm.P384 or KeyAlgorithm.P521 => $"EC, {key.Algorithm.ToString().Insert(1, "-")}",
        _ => key.Algorithm.ToString(),
    };

    private static Html ShowAlternativeNames(ClientCertificate certificate)
    {
        int count = certificate.SubjectAlternativeNames.Count;
        Html unreadable = certificate.SubjectAlternativeNameError == CertificateFormatError.None
            ? Html.Empty
            : Html.Of($"<small>One is left out, which cannot be read.</small>");
        if (count == 0)
        {
            return Html.Of($"none {unreadable}");
        }

        IEnumerable<Html> items = certificate.SubjectAlternativeNames.Take(MaximumNameCount)
            .Select(static name => Html.Of($"<li>{ShowType(name)} {VisibleText.Shorten(TextOf(name))}</li>"));
        Html more = count > MaximumNameCount ? Html.Of($"<li>and {count - MaximumNameCount} more</li>") : Html.Empty;
        return Html.Of($"<ul>{items}{more}</ul>{unreadable}");
    }

    private static Html ShowType(GeneralName name) => Html.Of($"""<span class="tag">{TypeOf(name.Type)}</span>""");

    private static string TypeOf(GeneralNameType type) => type switch
    {
        GeneralNameType.Dns => "DNS",
        GeneralNameType.Uri => "URI",
        GeneralNameType.IPAddress => "IP",
        GeneralNameType.Email => "e-mail",
        _ => type.ToString(),
    };

    private static string TextOf(GeneralName name) => name.Text ?? Convert.ToHexString(name.Contents.Span);

    // As RFC 5280 spells the first ones: digitalSignature.
    private static string DescribeKeyUsage(X509KeyUsageFlags? usage) => usage is not { } flags
        ? "not restricted"
        : string.Join(", ", flags.ToString().Split(", ").Select(static name => $"{char.ToLowerInvariant(name[0])}{name[1..]}"));

    private static string DescribeExtendedKeyUsage(IReadOnlyList<string> usages) => usages.Count == 0
        ? "not restricted"
        : VisibleText.Shorten(string.Join(", ", usages.Select(static usage => Usages.GetValueOrDefault(usage, usage))));

    private static Html ShowRest(ClientCertificate certificate, DateTimeOffset now)
    {
        int days = (int)Math.Floor((certificate.NotAfter - now).TotalDays);
        return now < certificate.NotBefore ? Html.Of($"""<span class="tag bad">not valid yet</span>""")
            : days < 0 ? Html.Of($"""<span class="tag bad">expired</span>""")
            : Html.Of($"""<span class="tag good">{days} days left</span>""");
    }

    private static Html Copyable(string id, string name, string value) => Html.Of($"""
        <span class="copyable"><code id="{id}">{value}</code>
        <button type="button" class="copy quiet" data-copy="{id}" aria-label="Copy: {name}">Copy</button></span>
        """);
}
