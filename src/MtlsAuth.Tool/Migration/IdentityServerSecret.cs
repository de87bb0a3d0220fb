namespace MtlsAuth.Tool.Migration;

/// <summary>A client secret of IdentityServer4 or Duende IdentityServer.</summary>
/// <param name="Type">Its type: <see cref="Name"/> or <see cref="Thumbprint"/>; others are reported and left behind.</param>
/// <param name="Value">
/// For a name the subject as .NET writes it, for a thumbprint the SHA-1 hash of the certificate in hexadecimal digits.
/// </param>
/// <param name="Expiration">When it expires, or null.</param>
internal sealed record IdentityServerSecret(string Type, string Value, DateTimeOffset? Expiration = null)
{
    /// <summary>The type of a certificate's subject.</summary>
    public const string Name = "X509Name";

    /// <summary>The type of a certificate's hash.</summary>
    public const string Thumbprint = "X509Thumbprint";
}
