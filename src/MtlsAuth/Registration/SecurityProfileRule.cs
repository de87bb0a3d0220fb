namespace MtlsAuth.Registration;

/// <summary>One rule of a <see cref="SecurityProfile"/>, for people.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class SecurityProfileRule
{
    internal SecurityProfileRule(string setting, string text, string source)
    {
        Setting = setting;
        Text = text;
        Source = source;
    }

    /// <summary>The property of <see cref="SecurityProfile"/> that is this rule.</summary>
    public string Setting { get; }

    /// <summary>What is demanded, in one sentence.</summary>
    public string Text { get; }

    /// <summary>The document that demands it, and where in it.</summary>
    public string Source { get; }

    /// <summary>Text and source on one line.</summary>
    public override string ToString() => $"{Text} ({Source})";
}
