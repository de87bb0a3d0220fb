namespace MtlsAuth;

/// <summary>
/// By what a client authenticates, as its metadata says: <see cref="RegisteredPublicKeys"/>, <see cref="RegisteredCertificates"/>,
/// <see cref="RegisteredSubject"/>, <see cref="OtherCredential"/> or <see cref="InvalidCredential"/>, and never anything else.
/// </summary>
/// <remarks>
/// Read by the code that checks metadata at registration. Whether the server enables the method, and what it compares by default, is
/// decided at each request. Immutable and thread-safe.
/// </remarks>
public abstract class RegisteredCredential
{
    private protected RegisteredCredential()
    {
    }
}
