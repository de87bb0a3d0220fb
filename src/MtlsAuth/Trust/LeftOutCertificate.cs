using MtlsAuth.Certificates;

namespace MtlsAuth;

/// <summary>A certificate among an operator's authorities that cannot be used.</summary>
public sealed class LeftOutCertificate
{
    internal LeftOutCertificate(int position, string? subject, CertificateFormatError reason)
    {
        Position = position;
        Subject = subject;
        Reason = reason;
    }

    /// <summary>Which certificate of its file it is, beginning with 1.</summary>
    public int Position { get; }

    /// <summary>The subject (RFC 4514), or null if it cannot be read.</summary>
    public string? Subject { get; }

    /// <summary>Why it cannot be used.</summary>
    public CertificateFormatError Reason { get; }

    /// <summary>Position, subject and reason, for logs.</summary>
    public override string ToString() => $"certificate {Position} ({Subject ?? "its subject cannot be read"}): {Reason}";
}
