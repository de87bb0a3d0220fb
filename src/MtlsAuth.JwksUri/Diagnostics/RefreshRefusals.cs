namespace MtlsAuth.JwksUri.Diagnostics;

/// <summary>Why keys are not fetched again for a certificate that matches none of them. The values are a stable contract.</summary>
internal static class RefreshRefusals
{
    /// <summary>They were a short while ago.</summary>
    public const string CoolDown = "cool_down";

    /// <summary>Too many are.</summary>
    public const string Budget = "budget";

    /// <summary>The last fetch failed a short while ago.</summary>
    public const string Pause = "pause";
}
