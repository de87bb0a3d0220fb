using System.Security.Cryptography.X509Certificates;

namespace MtlsAuth.Testing.Certificates;

/// <summary>A key that is open for signing.</summary>
internal sealed class SigningKey(X509SignatureGenerator generator, IDisposable? key) : IDisposable
{
    public X509SignatureGenerator Generator => generator;

    public void Dispose() => key?.Dispose();
}
