namespace AuthorizationServer.Page;

/// <summary>A client that did not authenticate, as the library's log has it: bounded, and without line ends or secrets.</summary>
internal sealed record Refusal(
    DateTimeOffset Time, string ClientId, string Reason, string Method, string CertificateThumbprint, string Detail);
