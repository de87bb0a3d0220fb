using System.Security.Cryptography;
using System.Text;
using MtlsAuth.Fuzz.Targets;

namespace MtlsAuth.Fuzz;

/// <summary>The inputs that new ones are made of: the seeds, and what has taken new ways since.</summary>
internal sealed class Corpus
{
    private const int Capacity = 8_192;
    private const string CertificateFolder = "certificate";

    private readonly Random _random;
    private readonly List<byte[]> _inputs;

    private Corpus(List<byte[]> inputs, IReadOnlyList<byte[]> certificates, Random random)
    {
        _inputs = inputs;
        Certificates = certificates;
        _random = random;
    }

    public IReadOnlyList<byte[]> Inputs => _inputs;

    /// <summary>Certificates in DER, for the targets that read them in some wrapping.</summary>
    public IReadOnlyList<byte[]> Certificates { get; }

    public static Corpus Load(FuzzTarget target, Random random)
    {
        List<byte[]> certificates = [.. Read(CertificateFolder).Select(FromPem)];
        List<byte[]> inputs = [.. target.SeedFolders.SelectMany(Read)];
        if (target.Shape == InputShape.Der)
        {
            inputs = [.. inputs.Select(FromPem)];
        }

        inputs.AddRange(certificates.Select(target.Wrap).OfType<byte[]>());
        return new Corpus(inputs, certificates, random);
    }

    public byte[] Any() => _inputs[_random.Next(_inputs.Count)];

    /// <summary>Any input, those added last more often than the others.</summary>
    public byte[] AnyRecent() => _random.Next(3) == 0 ? _inputs[Math.Max(0, _inputs.Count - 1 - _random.Next(32))] : Any();

    public byte[] AnyCertificate() => Certificates[_random.Next(Certificates.Count)];

    public void Add(byte[] input)
    {
        if (_inputs.Count < Capacity)
        {
            _inputs.Add(input);
        }
        else
        {
            _inputs[_random.Next(Capacity)] = input;
        }
    }

    // In the order of their names, so that a seed always starts from the same.
    private static IEnumerable<byte[]> Read(string folder) => Directory
        .GetFiles(Path.Combine(AppContext.BaseDirectory, "Seeds", folder))
        .Order(StringComparer.Ordinal)
        .Select(File.ReadAllBytes);

    private static byte[] FromPem(byte[] contents)
    {
        string text = Encoding.Latin1.GetString(contents);
        return PemEncoding.TryFind(text, out PemFields fields) ? Convert.FromBase64String(text[fields.Base64Data]) : contents;
    }
}
