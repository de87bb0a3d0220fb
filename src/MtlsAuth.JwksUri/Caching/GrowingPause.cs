namespace MtlsAuth.JwksUri.Caching;

/// <summary>How long nobody asks again after failures: twice as long after each further one.</summary>
internal static class GrowingPause
{
    public static TimeSpan After(int failureCount, TimeSpan minimum, TimeSpan maximum)
    {
        TimeSpan pause = minimum;
        for (int failure = 1; failure < failureCount && pause < maximum; failure++)
        {
            pause += pause;
        }

        return pause < maximum ? pause : maximum;
    }
}
