namespace MtlsAuth.Fuzz.Targets;

internal sealed class JwkTarget() : FuzzTarget("jwk", InputShape.Json)
{
    public override IReadOnlyList<string> Tokens => JwkTokens.KeySet;

    public override void Execute(byte[] input)
    {
        bool isRead = ClientJwk.TryParse(input, out ClientJwk? jwk, out SkippedJwk? error);
        Claim(isRead == (jwk is not null) && isRead == (error is null), "what is refused has a reason");
        Claim(
            jwk is null || (ClientJwk.TryCreate(jwk.ToJsonWebKey(), out ClientJwk? again, out _) && again.Thumbprint == jwk.Thumbprint),
            "a key that was converted is read as the same");
    }
}
