namespace MtlsAuth.OpenIddict.Tests;

/// <summary>The kind of a client's key. .NET programs can make TLS connections with the first two.</summary>
public enum ClientKind
{
    Ec,
    Rsa,
    Ed25519,
}
