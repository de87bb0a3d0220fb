namespace MtlsAuth.Tool.Input;

/// <summary>Why a text is refused as JSON.</summary>
/// <param name="Offset">The octet at fault.</param>
/// <param name="Text">What is wrong with it.</param>
internal sealed record JsonFault(long Offset, string Text);
