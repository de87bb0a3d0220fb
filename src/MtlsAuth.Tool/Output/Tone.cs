namespace MtlsAuth.Tool.Output;

/// <summary>How a text is meant. A terminal with colours shows it; the words have to say it without them.</summary>
internal enum Tone
{
    /// <summary>As it is.</summary>
    Plain,

    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Worth a look.</summary>
    Doubtful,

    /// <summary>Not as it should be.</summary>
    Bad,

    /// <summary>Beside the point.</summary>
    Quiet,
}
