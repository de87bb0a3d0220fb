using System.Security.Cryptography.X509Certificates;

namespace MtlsAuth.Tests.Architecture;

/// <summary>Breaks the rules of public types, so that they are seen to find it.</summary>
public class OpenForDerivation
{
#pragma warning disable CA1051 // What the rules are to find.
    public static readonly int[] Array = [];

    public int Field;
#pragma warning restore CA1051

    public int Settable { get; set; }

    public int FixedOnceMade { get; init; }

    public int Own { get; private set; } = 1;

    public IList<string> List { get; } = [];

    public IReadOnlyList<string> Fixed { get; } = [];

#pragma warning disable CA1819 // What the rules are to find.
    public byte[] Octets { get; } = [];
#pragma warning restore CA1819

    public X509Certificate2 Open() => X509CertificateLoader.LoadCertificateFromFile($"{Own++}");

    public abstract class AbstractAndOpen;

    public abstract class AbstractAndClosed
    {
        private protected AbstractAndClosed()
        {
        }
    }
}
