using System.Globalization;
using System.Text.RegularExpressions;

namespace MtlsAuth.Proxies.Tests;

/// <summary>What <c>openssl s_client</c> showed.</summary>
internal sealed partial record OpenSslExchange(string Output)
{
    public bool IsResumed => Output.Contains("\nReused, TLSv1", StringComparison.Ordinal);

    /// <summary>The HTTP status, or 0 without a response.</summary>
    public int StatusCode =>
        StatusLine().Match(Output) is { Success: true } match ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex("HTTP/1\\.1 ([0-9]{3})")]
    private static partial Regex StatusLine();
}
