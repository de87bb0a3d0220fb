using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;

namespace MtlsAuth.Benchmarks;

/// <summary>Tables with SHA-256 of 1 KB in them, which tells how fast this processor is at this minute.</summary>
public abstract class BenchmarksWithYardstick
{
    private readonly byte[] _kilobyte = RandomNumberGenerator.GetBytes(1024);

    [Benchmark(Description = "SHA-256 of 1 KB, a yardstick")]
    public byte Yardstick()
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_kilobyte, hash);
        return hash[0];
    }
}
