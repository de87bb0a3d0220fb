using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace MtlsAuth.Fuzz.Targets;

internal sealed class JsonWebKeySetTarget() : FuzzTarget("jwk-set-object", InputShape.Json)
{
    public override IReadOnlyList<string> SeedFolders => ["jwk-set"];

    public override IReadOnlyList<string> Tokens => JwkTokens.KeySet;

    public override void Execute(byte[] input)
    {
        JsonWebKeySet platform;
        try
        {
            platform = new JsonWebKeySet(Encoding.UTF8.GetString(input));
        }
        catch (Exception)
        {
            // The other library's reader throws whatever it likes. What it reads is what counts here.
            return;
        }

        bool isRead = ClientJwkSet.TryCreate(platform, out ClientJwkSet? keySet, out ClientJwkSetError error);
        Claim(isRead == (keySet is not null) && isRead == (error == ClientJwkSetError.None), "what is refused has a reason");
        if (keySet is not null)
        {
            JwkSetClaims.Check(keySet);
        }
    }
}
