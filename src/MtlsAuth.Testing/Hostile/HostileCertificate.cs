using MtlsAuth.Certificates;

namespace MtlsAuth.Testing;

/// <summary>Octets that no server may take for a client's certificate. From <see cref="HostileInputs.Certificates"/>.</summary>
public sealed class HostileCertificate
{
    internal HostileCertificate(string name, byte[] octets, CertificateFormatError error)
    {
        Name = name;
        Octets = octets;
        ExpectedError = error;
    }

    /// <summary>What is wrong with it, in a few words.</summary>
    public string Name { get; }

    /// <summary>What a client sends in the place of its certificate.</summary>
    public ReadOnlyMemory<byte> Octets { get; }

    /// <summary>Why the library refuses it.</summary>
    public CertificateFormatError ExpectedError { get; }

    /// <summary>The name, for the lists of test runners.</summary>
    public override string ToString() => Name;
}
