namespace MtlsAuth.JwksUri.Clients;

/// <summary>The store of clients failed.</summary>
/// <param name="Count">How many times one after the other.</param>
/// <param name="Exception">What it threw the last time.</param>
/// <param name="PausedUntil">Until when nobody asks again.</param>
internal sealed record StoreFailure(int Count, Exception Exception, DateTimeOffset PausedUntil);
