namespace AuthorizationServer.Storage;

/// <summary>
/// The row with the key that signs access tokens, so that all instances have the same one. A server that is no demonstration keeps it in a
/// vault, or encrypted: whoever reads the table makes tokens.
/// </summary>
internal sealed class SigningKeyRow
{
    /// <summary>The id of the only row: two instances that make a key at a time cannot both keep theirs.</summary>
    public const int OnlyId = 1;

    public int Id { get; set; } = OnlyId;

    public required byte[] Pkcs8 { get; set; }
}
