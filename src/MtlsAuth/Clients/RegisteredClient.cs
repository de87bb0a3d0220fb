using MtlsAuth.Clients;

namespace MtlsAuth;

/// <summary>A registered client: its metadata, and by what it authenticates, read from that once.</summary>
/// <remarks>
/// What stores return: made when a client is loaded or changed, and not for each request. Immutable and thread-safe.
/// </remarks>
public sealed class RegisteredClient
{
    // Not kept by the metadata: a copy made by "with" would go on with what its original was registered for.
    private RegisteredClient(ClientMetadata metadata)
    {
        Metadata = metadata;
        Credential = CredentialReader.Read(metadata);
    }

    /// <summary><c>client_id</c>: how requests name the client.</summary>
    public string ClientId => Metadata.ClientId;

    /// <summary>What the client registered, or was registered with.</summary>
    public ClientMetadata Metadata { get; }

    /// <summary>By what the client authenticates, or why nothing can authenticate it.</summary>
    public RegisteredCredential Credential { get; }

    /// <summary>Reads what a client registered; what is at fault gives an <see cref="InvalidCredential"/>, and never throws.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="metadata"/> is null.</exception>
    /// <example>
    /// <code>
    /// RegisteredClient client = RegisteredClient.From(metadata);
    /// if (client.Credential is InvalidCredential invalid)
    /// {
    ///     Console.WriteLine($"{client.ClientId} cannot authenticate: {invalid.Member}: {invalid.Detail}");
    /// }
    /// </code>
    /// </example>
    public static RegisteredClient From(ClientMetadata metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        return new RegisteredClient(metadata);
    }

    /// <summary>The client's id, for logs.</summary>
    public override string ToString() => Metadata.ToString();
}
