namespace MtlsAuth.OpenIddict.Tests;

/// <summary>How a client registers its key.</summary>
public enum KeyForm
{
    BareJwk,
    X5c,
    JwksUri,
}
