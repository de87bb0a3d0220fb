namespace MtlsAuth;

/// <summary>Something that a further requirement found in a certificate: for the log, and never for the client.</summary>
/// <remarks>Immutable.</remarks>
public sealed class ClientCertificateFinding
{
    /// <summary>Names what was found, and says the fact.</summary>
    /// <param name="code">A short name that is always the same for the same kind of finding; metrics count by it.</param>
    /// <param name="detail">The fact; null if the code says it all.</param>
    /// <exception cref="ArgumentException"><paramref name="code"/> is null or empty.</exception>
    public ClientCertificateFinding(string code, string? detail = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(code);
        Code = code;
        Detail = detail;
    }

    /// <summary>A short name of the kind of finding, such as <c>role-missing</c>.</summary>
    public string Code { get; }

    /// <summary>The fact, or null.</summary>
    public string? Detail { get; }

    /// <summary>Code and fact in one line.</summary>
    public override string ToString() => Detail is null ? Code : $"{Code}: {Detail}";
}
