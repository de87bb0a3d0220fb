using System.Text;
using MtlsAuth.Certificates;

namespace MtlsAuth.Fuzz.Targets;

internal sealed class JwkSetTarget() : FuzzTarget("jwk-set", InputShape.Json)
{
    // RFC 7517 appendix A.1.
    private const string OtherKey =
        """
        "kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"
        """;

    public override IReadOnlyList<string> Tokens => JwkTokens.KeySet;

    // With the certificate's own key, or else with another one, so that the comparison of the two is reached.
    public override byte[] Wrap(byte[] der) =>
        ClientCertificate.TryParseDer(der, out ClientCertificate? certificate, out _)
            ? JwkSetClaims.Write(ClientJwkSet.FromCertificates(includeX5c: true, certificate))
            : Encoding.UTF8.GetBytes($$"""{"keys":[{{{OtherKey}},"x5c":["{{Convert.ToBase64String(der)}}"]}]}""");

    public override void Execute(byte[] input)
    {
        bool isRead = ClientJwkSet.TryParse(input, out ClientJwkSet? keySet, out ClientJwkSetError error);
        Claim(isRead == (keySet is not null) && isRead == (error == ClientJwkSetError.None), "what is refused has a reason");
        if (keySet is not null)
        {
            JwkSetClaims.Check(keySet);
            Claim(keySet.SkippedKeys.All(key => key.Reason.ToString().Length > 4), "every skipped key has a reason");
        }
    }
}
