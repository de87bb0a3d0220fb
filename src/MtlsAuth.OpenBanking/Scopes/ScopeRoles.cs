using System.Buffers;
using System.Collections.Frozen;

namespace MtlsAuth.OpenBanking;

/// <summary>Which scopes need which role of a payment service provider. All other scopes, such as <c>openid</c>, need none.</summary>
/// <remarks>
/// <para>
/// A scope counts up to its first colon, so that <c>AIS</c> stands for <c>AIS:</c> with any consent behind it, and whatever the case of its
/// letters: another spelling is not to go around the rule. For the same reason, what is no scope by RFC 6749 §3.3, as with a tab in it, is
/// refused to everybody. Immutable and thread-safe.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// ScopeDecision decision = ScopeRoles.UkOpenBanking.Decide(evidence, ["openid", "accounts", "payments"]);
/// // a certificate that gives PSP_AI: Granted is openid and accounts, Refused is payments
/// </code>
/// </example>
public sealed class ScopeRoles
{
    // RFC 6749 §3.3, scope-token: what is printed in ASCII, but space, quotation mark and backslash.
    private static readonly SearchValues<char> ScopeCharacters = SearchValues.Create(
        "!#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    private readonly FrozenDictionary<string, PaymentServiceRoles> _roles;

    /// <summary>Makes a map.</summary>
    /// <param name="roles">
    /// Scopes, without colon, and the roles of which one has to be there. A scope with no role is refused to everybody.
    /// </param>
    /// <exception cref="ArgumentException">A scope is none, has a colon, or is there in two spellings.</exception>
    public ScopeRoles(IReadOnlyDictionary<string, PaymentServiceRoles> roles)
    {
        ArgumentNullException.ThrowIfNull(roles);
        Dictionary<string, PaymentServiceRoles> map = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string scope, PaymentServiceRoles any) in roles)
        {
            if (!IsScope(scope) || scope.Contains(':', StringComparison.Ordinal) || !map.TryAdd(scope, any))
            {
                throw new ArgumentException($"'{scope}' is no scope, has a colon, or is there in two spellings.", nameof(roles));
            }
        }

        _roles = map.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The Berlin Group's NextGenPSD2: <c>AIS:</c>, <c>PIS:</c> and <c>PIIS:</c> with an id behind each.</summary>
    public static ScopeRoles BerlinGroup { get; } = new(new Dictionary<string, PaymentServiceRoles>
    {
        ["AIS"] = PaymentServiceRoles.AccountInformation,
        ["PIS"] = PaymentServiceRoles.PaymentInitiation,
        ["PIIS"] = PaymentServiceRoles.CardBasedInstruments,
    });

    /// <summary>STET's PSD2 API: <c>aisp</c>, <c>extended_transaction_history</c>, <c>pisp</c> and <c>cbpii</c>.</summary>
    public static ScopeRoles Stet { get; } = new(new Dictionary<string, PaymentServiceRoles>
    {
        ["aisp"] = PaymentServiceRoles.AccountInformation,
        ["extended_transaction_history"] = PaymentServiceRoles.AccountInformation,
        ["pisp"] = PaymentServiceRoles.PaymentInitiation,
        ["cbpii"] = PaymentServiceRoles.CardBasedInstruments,
    });

    /// <summary>UK Open Banking: <c>accounts</c>, <c>payments</c> and <c>fundsconfirmations</c>.</summary>
    public static ScopeRoles UkOpenBanking { get; } = new(new Dictionary<string, PaymentServiceRoles>
    {
        ["accounts"] = PaymentServiceRoles.AccountInformation,
        ["payments"] = PaymentServiceRoles.PaymentInitiation,
        ["fundsconfirmations"] = PaymentServiceRoles.CardBasedInstruments,
    });

    /// <summary>Says which of the requested scopes the roles of a certificate allow.</summary>
    /// <param name="evidence">What the client's certificate says; null gives no role.</param>
    /// <param name="requested">The scopes that the client asks for.</param>
    public ScopeDecision Decide(OpenBankingEvidence? evidence, IEnumerable<string> requested) =>
        Decide(evidence?.Roles ?? PaymentServiceRoles.None, requested);

    /// <summary>Says which of the requested scopes some roles allow.</summary>
    /// <param name="roles">The roles, however they are known: a register may know better than the certificate.</param>
    /// <param name="requested">The scopes that the client asks for.</param>
    public ScopeDecision Decide(PaymentServiceRoles roles, IEnumerable<string> requested)
    {
        ArgumentNullException.ThrowIfNull(requested);
        List<string> granted = [];
        List<string> refused = [];
        foreach (string scope in requested)
        {
            (IsAllowed(roles, scope) ? granted : refused).Add(scope);
        }

        return new ScopeDecision(granted.AsReadOnly(), refused.AsReadOnly());
    }

    private bool IsAllowed(PaymentServiceRoles roles, string scope)
    {
        int colon = scope.IndexOf(':', StringComparison.Ordinal);
        return IsScope(scope)
            && (!_roles.TryGetValue(colon < 0 ? scope : scope[..colon], out PaymentServiceRoles any)
                || (any & roles) != PaymentServiceRoles.None);
    }

    private static bool IsScope(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExcept(ScopeCharacters);
}
