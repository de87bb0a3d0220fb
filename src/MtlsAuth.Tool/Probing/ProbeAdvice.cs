namespace MtlsAuth.Tool.Probing;

/// <summary>What to do about a cause.</summary>
internal static class ProbeAdvice
{
    /// <summary>Says it in a few sentences.</summary>
    public static string For(ProbeCause cause) => cause switch
    {
        ProbeCause.None => "All is as it should be.",
        ProbeCause.Unreachable => "Nobody listens there, or the name leads nowhere. Check host and port.",
        ProbeCause.TimedOut => "The server, or something in front of it, does not answer. Firewalls do that to ports that they close.",
        ProbeCause.ServerNotTrusted =>
            "The server's certificate leads to no authority that is trusted here. Name its authority's file with --cacert, if"
            + " you know it to be the right one.",
        ProbeCause.ServerNameDiffers =>
            "The server's certificate is another host's: a proxy that was not told of this name, or another server.",
        ProbeCause.HandshakeFailed =>
            "Server and client agree on no TLS version or cipher suite, or it is no TLS that the server speaks there.",
        ProbeCause.CertificateRefused =>
            "The server asked for a certificate and broke the connection off over it. Whatever ends TLS there validates "
            + "certificates by itself: for self-signed ones, or authorities that it does not know, Kestrel needs "
            + "AllowAnyClientCertificate (RequestClientCertificates does it) and nginx ssl_verify_client optional_no_ca.",
        ProbeCause.NoCertificateAsked =>
            "The server asked for no certificate in the handshake, so that none was sent. Kestrel needs "
            + "RequestClientCertificates, or ClientCertificateMode.AllowCertificate. Behind a proxy it is the proxy that has to"
            + " ask. If the server asks on another host only, its metadata has to say so in mtls_endpoint_aliases.",
        ProbeCause.NoDiscovery =>
            "There is no metadata document (RFC 8414, OpenID Connect Discovery). The URL is the issuer's; if the server "
            + "publishes none, name its token endpoint with --token-endpoint.",
        ProbeCause.MalformedDiscovery => "Clients that check the metadata as RFC 8414 section 3.3 asks for will not use this server.",
        ProbeCause.NoMethodOffered => "The server lists no method that authenticates by certificate: it is not enabled, or not published.",
        ProbeCause.CertificateOutOfDate =>
            "The server accepts no certificate outside of its dates. The client needs a new one; over the same key, if "
            + "pub_key_tls_client_auth is its method.",
        ProbeCause.ClientRefused =>
            "The server could see the certificate and refused the client. Its log says why, and so does, for a copy of the "
            + "registration: mtlsauth match.",
        ProbeCause.GrantRefused => "The client seems to have been let in. It may not use client_credentials, or not for this scope.",
        ProbeCause.UnexpectedAnswer =>
            "This is no answer of a token endpoint (RFC 6749 section 5). Perhaps a proxy answered, or the server is in "
            + "trouble.",
        ProbeCause.TokenNotBound =>
            "The server says that it binds tokens (tls_client_certificate_bound_access_tokens) and did not: whoever steals "
            + "the token can use it.",
        ProbeCause.TokenBoundToAnother =>
            "The token is bound to another certificate than the one that was sent. Perhaps the server took a proxy's own for "
            + "the client's.",
        _ => throw new ArgumentOutOfRangeException(nameof(cause)),
    };
}
