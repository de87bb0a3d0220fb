namespace MtlsAuth.Tool.Probing;

/// <summary>A step did not come to its end.</summary>
/// <param name="cause">The likely cause.</param>
/// <param name="message">What happened; nothing secret.</param>
internal sealed class ProbeException(ProbeCause cause, string message) : Exception(message)
{
    /// <summary>The likely cause.</summary>
    public ProbeCause Cause { get; } = cause;
}
