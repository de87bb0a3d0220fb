namespace MtlsAuth.Benchmarks;

/// <summary>The two kinds of key that most clients have.</summary>
public enum BenchmarkKey
{
    P256,
    Rsa2048,
}
