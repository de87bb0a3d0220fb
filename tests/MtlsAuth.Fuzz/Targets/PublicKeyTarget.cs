using MtlsAuth.Certificates;

namespace MtlsAuth.Fuzz.Targets;

internal sealed class PublicKeyTarget() : FuzzTarget("public-key", InputShape.Der)
{
    public override void Execute(byte[] input)
    {
        bool isRead = SubjectPublicKey.TryReadSubjectPublicKeyInfo(input, out SubjectPublicKey? key);
        Claim(isRead == (key is not null), "what is read is a key");
        if (key is null)
        {
            return;
        }

        Claim(key.KeySize > 0 && JwkThumbprint.TryParse(key.Thumbprint.ToString(), out JwkThumbprint read) && read == key.Thumbprint,
            "a key's thumbprint is read as it is written");
        Claim(key.ToJsonWebKey().Kty == key.KeyType, "a key is converted to one of its type");
    }
}
