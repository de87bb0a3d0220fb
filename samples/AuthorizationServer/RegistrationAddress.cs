namespace AuthorizationServer;

/// <summary>Where clients manage their registration (RFC 7592 §2).</summary>
/// <param name="Issuer">The address that clients know the server by.</param>
internal sealed record RegistrationAddress(string Issuer)
{
    public string Of(string clientId) => $"{Issuer}/register/{Uri.EscapeDataString(clientId)}";
}
