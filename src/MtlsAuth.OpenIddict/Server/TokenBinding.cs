using OpenIddict.Server;

namespace MtlsAuth.OpenIddict.Server;

/// <summary>What the tokens of a request are bound to, once it is decided.</summary>
internal static class TokenBinding
{
    private static readonly string Property = typeof(TokenBindingDecision).FullName!;

    /// <summary>The decision; null if there is none.</summary>
    public static TokenBindingDecision? Find(OpenIddictServerTransaction transaction) =>
        transaction.GetProperty<TokenBindingDecision>(Property);

    public static void Keep(OpenIddictServerTransaction transaction, TokenBindingDecision decision) =>
        transaction.SetProperty(Property, decision);
}
