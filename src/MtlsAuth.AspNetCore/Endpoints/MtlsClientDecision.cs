using System.Diagnostics;

namespace MtlsAuth.AspNetCore;

/// <summary>
/// What came of authenticating a client by certificate in a server that has further methods: <see cref="MtlsClientAuthenticated"/>,
/// <see cref="MtlsClientRefused"/> or <see cref="MtlsClientNotOurs"/>, and never anything else.
/// </summary>
/// <remarks>Immutable and thread-safe. Only <see cref="MtlsClientAuthenticated"/> says who the client is.</remarks>
public abstract class MtlsClientDecision
{
    private protected MtlsClientDecision()
    {
    }

    /// <summary>Goes on in one of three ways.</summary>
    /// <param name="authenticated">The client is who it says it is.</param>
    /// <param name="refused">The request ends here, with the OAuth error response.</param>
    /// <param name="notOurs">
    /// Nothing is proved. The client is registered for another method, by which the server now has to authenticate it.
    /// </param>
    /// <exception cref="ArgumentNullException">One of them is null.</exception>
    public T Match<T>(
        Func<MtlsClientAuthenticated, T> authenticated, Func<MtlsClientRefused, T> refused, Func<MtlsClientNotOurs, T> notOurs)
    {
        ArgumentNullException.ThrowIfNull(authenticated);
        ArgumentNullException.ThrowIfNull(refused);
        ArgumentNullException.ThrowIfNull(notOurs);
        return this switch
        {
            MtlsClientAuthenticated decision => authenticated(decision),
            MtlsClientRefused decision => refused(decision),
            MtlsClientNotOurs decision => notOurs(decision),
            _ => throw new UnreachableException(),
        };
    }
}
