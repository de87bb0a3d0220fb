using MtlsAuth.Certificates;
using MtlsAuth.Forwarding;

namespace MtlsAuth.Testing;

/// <summary>A value of a proxy's header that no server may take a certificate out of. From <see cref="HostileInputs.Headers"/>.</summary>
public sealed class HostileHeader
{
    internal HostileHeader(
        ForwardedCertificateFormat format,
        string name,
        IReadOnlyList<string> values,
        CertificateFormatError error,
        PresentedCertificateStatus status = PresentedCertificateStatus.HeaderMalformed)
    {
        Name = $"{format}: {name}";
        Format = format;
        Values = values;
        ExpectedError = error;
        ExpectedStatus = status;
    }

    /// <summary>The format, and what is wrong with the value, in a few words.</summary>
    public string Name { get; }

    /// <summary>The format that the server is configured for.</summary>
    public ForwardedCertificateFormat Format { get; }

    /// <summary>The value of each line of the header: one, unless it is there twice.</summary>
    public IReadOnlyList<string> Values { get; }

    /// <summary>Why the library refuses it; <see cref="CertificateFormatError.None"/> if it says that there is no certificate.</summary>
    public CertificateFormatError ExpectedError { get; }

    /// <summary>What the library finds.</summary>
    public PresentedCertificateStatus ExpectedStatus { get; }

    /// <summary>The name, for the lists of test runners.</summary>
    public override string ToString() => Name;
}
