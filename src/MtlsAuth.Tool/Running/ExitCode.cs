namespace MtlsAuth.Tool.Running;

/// <summary>What a run tells the shell. Every command has these and no others.</summary>
internal enum ExitCode
{
    /// <summary>Yes: it was done, it matches, nothing was found.</summary>
    Yes = 0,

    /// <summary>No: it does not match, or something was found.</summary>
    No = 1,

    /// <summary>The command line is wrong.</summary>
    Usage = 2,

    /// <summary>An input cannot be read: there is none, it is too large, or it is something else.</summary>
    Unreadable = 3,

    /// <summary>Somebody stopped it; what shells say of Ctrl+C.</summary>
    Interrupted = 130,
}
