namespace MtlsAuth.Migration;

/// <summary>A client secret of IdentityServer4 or Duende IdentityServer.</summary>
/// <param name="Type">Its type: <c>X509Name</c> or <c>X509Thumbprint</c>; others are reported and left behind.</param>
/// <param name="Value">
/// For <c>X509Name</c> the subject as .NET writes it, for <c>X509Thumbprint</c> the SHA-1 hash of the certificate in hexadecimal digits.
/// </param>
/// <param name="Expiration">When it expires, or null.</param>
internal sealed record IdentityServerSecret(string Type, string Value, DateTimeOffset? Expiration = null);
