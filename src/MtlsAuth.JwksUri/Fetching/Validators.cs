namespace MtlsAuth.JwksUri.Fetching;

/// <summary>By what a server tells whether a document has changed since it was fetched (RFC 9110 §8.8).</summary>
/// <param name="EntityTag">Its <c>ETag</c>, as it came; null for none.</param>
/// <param name="LastModified">Its <c>Last-Modified</c>; null for none.</param>
internal readonly record struct Validators(string? EntityTag, DateTimeOffset? LastModified)
{
    /// <summary>The longest <c>ETag</c> that is used.</summary>
    public const int MaximumLength = 512;
}
