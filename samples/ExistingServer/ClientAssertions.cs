using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ExistingServer;

/// <summary>Checks the assertions of <c>private_key_jwt</c> (RFC 7523 §3), and takes each only once.</summary>
internal sealed class ClientAssertions(string issuer, TimeProvider clock)
{
    private const int MaximumIdLength = 128;
    private static readonly TimeSpan MaximumLifetime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    private readonly JsonWebTokenHandler _handler = new();
    private readonly UsedAssertions _used = new();

    public async Task<bool> IsRightAsync(Client client, string assertion)
    {
        TokenValidationResult result = await _handler.ValidateTokenAsync(assertion, new TokenValidationParameters
        {
            ValidIssuer = client.Id,
            ValidAudiences = [issuer, issuer + "/token"],
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.RsaSsaPssSha256],
            IssuerSigningKeys = client.ReadSigningKeys(),
            ClockSkew = ClockSkew,
        });
        if (!result.IsValid || result.SecurityToken is not JsonWebToken token || token.Subject != client.Id)
        {
            return false;
        }

        // What is valid for long would have to be remembered for long.
        DateTimeOffset now = clock.GetUtcNow();
        DateTimeOffset expiry = new DateTimeOffset(token.ValidTo, TimeSpan.Zero) + ClockSkew;
        return expiry <= now + MaximumLifetime + (2 * ClockSkew)
            && token.Id is { Length: > 0 and <= MaximumIdLength } id
            && _used.TryAdd((client.Id, id), expiry, now);
    }
}
