namespace MtlsAuth.Forwarding;

/// <summary>In which way a proxy said that there is no client certificate. The values are a stable contract.</summary>
/// <remarks>
/// All of them mean the same for authentication. For an alarm they differ: a proxy that always sends the header has been bypassed
/// where it is missing, and some send an empty value if a certificate is larger than they forward.
/// </remarks>
public enum ForwardedCertificateAbsence
{
    /// <summary>There is no such header.</summary>
    HeaderMissing = 0,

    /// <summary>The value is empty or white space.</summary>
    Empty,

    /// <summary>The value is <c>(null)</c>, as Apache writes unset variables.</summary>
    NullText,

    /// <summary>The value is <c>""</c>, as HAProxy writes <c>%{+Q}</c> of nothing.</summary>
    EmptyQuotes,

    /// <summary>The value is <c>::</c>, the empty byte sequence of RFC 9651.</summary>
    EmptyByteSequence,

    /// <summary>
    /// There are fewer elements than <see cref="ForwardedCertificateDecoderOptions.ElementFromEnd"/> asks for: proxies behind the one that
    /// ends the clients' TLS wrote theirs, and that one wrote none.
    /// </summary>
    ElementMissing,
}
