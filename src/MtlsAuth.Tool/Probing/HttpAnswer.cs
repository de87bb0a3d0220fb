namespace MtlsAuth.Tool.Probing;

/// <summary>An answer over HTTP.</summary>
/// <param name="Status">The status.</param>
/// <param name="Body">The body, of bounded length.</param>
internal sealed record HttpAnswer(int Status, byte[] Body);
