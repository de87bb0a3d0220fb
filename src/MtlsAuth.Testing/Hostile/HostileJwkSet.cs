namespace MtlsAuth.Testing;

/// <summary>A JWK Set with a key that must not count. From <see cref="HostileInputs.JwkSets"/>.</summary>
public sealed class HostileJwkSet
{
    internal HostileJwkSet(string name, string json, ClientJwkSetError error)
    {
        Name = name;
        Json = json;
        ExpectedError = error;
    }

    internal HostileJwkSet(string name, string json, SkippedJwkReason skipped)
    {
        Name = name;
        Json = json;
        ExpectedSkip = skipped;
    }

    /// <summary>What is wrong with it, in a few words.</summary>
    public string Name { get; }

    /// <summary>The JSON text: what a client sends when it registers, or serves at its <c>jwks_uri</c>.</summary>
    public string Json { get; }

    /// <summary>Why the library refuses the set; <see cref="ClientJwkSetError.None"/> if it only skips the one key in it.</summary>
    public ClientJwkSetError ExpectedError { get; }

    /// <summary>Why the library skips the one key; null if it refuses the set.</summary>
    public SkippedJwkReason? ExpectedSkip { get; }

    /// <summary>The name, for the lists of test runners.</summary>
    public override string ToString() => Name;
}
