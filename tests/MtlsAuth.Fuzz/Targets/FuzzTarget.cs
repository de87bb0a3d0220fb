namespace MtlsAuth.Fuzz.Targets;

/// <summary>A reader of hostile input, and what holds for each input.</summary>
internal abstract class FuzzTarget(string name, InputShape shape)
{
    public string Name => name;

    public InputShape Shape => shape;

    /// <summary>The folders of <c>Seeds</c> where it starts.</summary>
    public virtual IReadOnlyList<string> SeedFolders => [name];

    /// <summary>Words of the format, one octet each character.</summary>
    public virtual IReadOnlyList<string> Tokens => [];

    /// <summary>A certificate in the form that this target reads; null if it reads none.</summary>
    public virtual byte[]? Wrap(byte[] der) => null;

    /// <summary>Reads the input. Any exception is a finding.</summary>
    public abstract void Execute(byte[] input);

    /// <summary>Demands what holds for every input.</summary>
    public static void Claim(bool holds, string claim)
    {
        if (!holds)
        {
            throw new BrokenClaimException(claim);
        }
    }
}
