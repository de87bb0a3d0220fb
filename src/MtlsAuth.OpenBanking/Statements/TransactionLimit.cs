namespace MtlsAuth.OpenBanking;

/// <summary>The value of transactions up to which a certificate is meant to be used (QcLimitValue, EN 319 412-5 §4.3.2).</summary>
/// <param name="Currency">The currency in three letters, or three digits (ISO 4217).</param>
/// <param name="Amount">The amount, to be multiplied by ten to the power of <paramref name="Exponent"/>.</param>
/// <param name="Exponent">The exponent of ten.</param>
public sealed record TransactionLimit(string Currency, int Amount, int Exponent);
