using Microsoft.Extensions.Primitives;

namespace MtlsAuth.AspNetCore.Forwarding;

/// <summary>What the proxy's headers said, taken out of the request before anything else saw them.</summary>
internal sealed class ForwardedHeaders
{
    public StringValues Certificate { get; set; }

    /// <summary>The chain's headers in the configured order, those that are there.</summary>
    public StringValues[] Chain { get; init; } = [];

    /// <summary>All values of the chain's headers, in the order of the headers and of the lines of each.</summary>
    public string?[] ChainValues => [.. Chain.SelectMany(values => values.ToArray())];

    public StringValues Verification { get; set; }

    public StringValues SecretValue { get; set; }

    /// <summary>Whether another spelling of the certificate header's name was there.</summary>
    public bool IsImitated { get; set; }

    /// <summary>What came of reading them, once that has been done.</summary>
    public PresentedCertificate? Presented { get; set; }
}
