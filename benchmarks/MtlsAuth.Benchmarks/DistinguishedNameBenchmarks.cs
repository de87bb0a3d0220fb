using System.Security.Cryptography.X509Certificates;
using BenchmarkDotNet.Attributes;
using MtlsAuth.Certificates;

namespace MtlsAuth.Benchmarks;

/// <summary>The subject of a certificate against a registered <c>tls_client_auth_subject_dn</c>.</summary>
public class DistinguishedNameBenchmarks
{
    private readonly string _text = BenchmarkCertificates.Subject;
    private byte[] _der = [];
    private DistinguishedName _registered = null!;

    [GlobalSetup]
    public void SetUp()
    {
        _der = new X500DistinguishedName(_text).RawData;
        _registered = DistinguishedName.TryParse(_text, out DistinguishedName? registered, out NameFault? fault)
            ? registered
            : throw new InvalidOperationException(fault.ToString());
    }

    // What code without this library compares: the text that the platform happens to write.
    [Benchmark(Baseline = true, Description = "X500DistinguishedName.Name compared as text")]
    public bool Platform() => new X500DistinguishedName(_der).Name == _text;

    [Benchmark(Description = "parse the registered text")]
    public bool Parse() => DistinguishedName.TryParse(_text, out _, out _);

    [Benchmark(Description = "read the subject and compare")]
    public bool ReadAndCompare() =>
        DistinguishedName.TryReadDer(_der, out DistinguishedName? subject, out _) && _registered.Equals(subject);
}
