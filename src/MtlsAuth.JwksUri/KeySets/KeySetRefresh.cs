namespace MtlsAuth.JwksUri.KeySets;

/// <summary>What is known after keys were to be fetched out of turn.</summary>
/// <param name="Entry">What is known of them now.</param>
/// <param name="Outcome">Whether they were fetched for it.</param>
internal readonly record struct KeySetRefresh(KeySetEntry Entry, KeySetRefreshOutcome Outcome);
