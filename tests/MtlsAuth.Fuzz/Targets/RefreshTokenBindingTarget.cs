using System.Text;

namespace MtlsAuth.Fuzz.Targets;

internal sealed class RefreshTokenBindingTarget() : FuzzTarget("refresh-token-binding", InputShape.Json)
{
    public override IReadOnlyList<string> Tokens => ["bound_to", "client", "certificate", "x5t#S256", "jwk_thumbprint"];

    public override void Execute(byte[] input)
    {
        string text = Encoding.UTF8.GetString(input);
        bool isRead = RefreshTokenBinding.TryParse(text, out RefreshTokenBinding? binding);
        Claim(isRead == (binding is not null), "what is read is there");
        Claim(
            binding is null
                || (RefreshTokenBinding.TryParse(binding.ToJson(), out RefreshTokenBinding? again)
                    && again.Certificate == binding.Certificate
                    && again.PublicKey == binding.PublicKey),
            "a binding that is written is read as the same");
        _ = RefreshTokenBinding.TryParse(Encoding.BigEndianUnicode.GetString(input), out _);
    }
}
