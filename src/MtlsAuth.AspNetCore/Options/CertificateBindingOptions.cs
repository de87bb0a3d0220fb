namespace MtlsAuth.AspNetCore;

/// <summary>
/// Which access tokens a resource server lets pass (RFC 8705 §3). By default only those that are bound to the presented certificate.
/// </summary>
public sealed class CertificateBindingOptions
{
    private Uri? _resourceMetadata;

    /// <summary>
    /// Whether a token without <c>cnf</c> passes, as a plain bearer token. False by default: every token has to be bound.
    /// </summary>
    public bool AllowUnboundTokens { get; set; }

    /// <summary>
    /// The members of <c>cnf</c> that the application checks by itself, such as <c>jkt</c> (RFC 9449 §6.1). None by default.
    /// </summary>
    /// <remarks>
    /// A token with a member that neither this library nor the application checks is refused, whether or not it is bound to a
    /// certificate as well. A token with named members only passes, since the application checks them.
    /// </remarks>
    public ISet<string> MembersCheckedElsewhere { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>
    /// Whether tokens may come as <c>Authorization: MTLS_POP</c> as well, as clients of Microsoft Entra ID send bound ones. False by
    /// default: they come as <c>Bearer</c> (RFC 8705 §3).
    /// </summary>
    /// <remarks>
    /// A token that comes so has to be bound to the presented certificate, whatever <see cref="AllowUnboundTokens"/> and
    /// <see cref="MembersCheckedElsewhere"/> let pass. <c>AddCertificateBinding</c> takes such tokens by itself; other handlers find them
    /// by <c>HttpRequest.GetMtlsPopToken()</c>.
    /// </remarks>
    public bool AcceptMtlsPop { get; set; }

    /// <summary>
    /// The address of the server's metadata document, which challenges name as <c>resource_metadata</c> (RFC 9728 §5.1):
    /// <c>ProtectedResourceMetadata.Address</c>. Null, the default, for none.
    /// </summary>
    /// <exception cref="ArgumentException">The address is not absolute, is not https, or has a fragment or other than ASCII.</exception>
    public Uri? ResourceMetadata
    {
        get => _resourceMetadata;
        set => _resourceMetadata = value is null || IsAddress(value) ? value : throw new ArgumentException(
            $"ResourceMetadata is '{value}'; it has to be an absolute https URL in ASCII without fragment.", nameof(value));
    }

    /// <summary>Whether a token has to be bound to a certificate, whatever else binds it.</summary>
    internal bool RequireCertificate { get; init; }

    /// <summary>Whether the token passes.</summary>
    /// <param name="result">What came of the check.</param>
    /// <param name="isMtlsPop">Whether it came as <c>MTLS_POP</c>, by which the client says itself that it is bound.</param>
    internal bool Allow(in ConfirmationResult result, bool isMtlsPop) => result.Outcome switch
    {
        ConfirmationOutcome.Matches => true,
        ConfirmationOutcome.NotBound => AllowUnboundTokens && !isMtlsPop,
        ConfirmationOutcome.FurtherConfirmationRequired => result.OtherMembers.All(MembersCheckedElsewhere.Contains),
        ConfirmationOutcome.UnknownMethod =>
            !RequireCertificate && !isMtlsPop && result.OtherMembers.All(MembersCheckedElsewhere.Contains),
        _ => false,
    };

    // It comes to stand between quotation marks in a header.
    private static bool IsAddress(Uri address) =>
        address.IsAbsoluteUri
        && address.Scheme == Uri.UriSchemeHttps
        && address.Fragment.Length == 0
        && address.AbsoluteUri.All(static character => character is > ' ' and < '\x7f' and not ('"' or '\\'));
}
