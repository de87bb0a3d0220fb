namespace MtlsAuth.OpenBanking;

/// <summary>Where the issuer tells people what its certificates are worth (QcPDS, EN 319 412-5 §4.3.4).</summary>
/// <remarks>For people: the library never fetches it, and does not check that it is https.</remarks>
/// <param name="Address">The address.</param>
/// <param name="Language">The language in two letters (ISO 639-1).</param>
public sealed record DisclosureStatement(string Address, string Language);
