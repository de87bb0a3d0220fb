using System.Text;
using MtlsAuth.Fuzz.Targets;

namespace MtlsAuth.Fuzz.Mutations;

/// <summary>Makes new inputs of a target out of its corpus.</summary>
internal sealed class Mutator(FuzzTarget target, Corpus corpus, Random random)
{
    // More than any reader takes, so that limits are met, and little enough to be fast.
    private const int MaximumLength = 80_000;

    private readonly byte[][] _tokens = [.. target.Tokens.Select(Encoding.Latin1.GetBytes)];

    public byte[] Next()
    {
        byte[] input = random.Next(2) == 0 ? Wrapped() ?? corpus.AnyRecent() : corpus.AnyRecent();
        for (int changes = 1 << random.Next(4); changes > 0; changes--)
        {
            input = Change(input);
        }

        return input.Length > MaximumLength ? input[..MaximumLength] : input;
    }

    // Most changes of wrapped text break the wrapping; changes inside reach what is behind it.
    private byte[]? Wrapped()
    {
        byte[] certificate = corpus.AnyCertificate();
        byte[] changed = random.Next(4) == 0 ? certificate : DerMutation.Apply(certificate, corpus.AnyCertificate(), random) ?? certificate;
        return target.Wrap(changed);
    }

    private byte[] Change(byte[] input)
    {
        byte[]? changed = random.Next(4) == 0 ? null : target.Shape switch
        {
            InputShape.Der => DerMutation.Apply(input, corpus.Any(), random),
            InputShape.Json => JsonMutation.Apply(input, _tokens, random),
            _ => null,
        };
        return changed ?? OctetMutation.Apply(input, corpus.Any(), _tokens, random);
    }
}
