using System.Security.Cryptography;

namespace MtlsAuth;

/// <summary>A client as it was read from a file, before it takes effect.</summary>
public sealed class LoadedClient
{
    internal LoadedClient(string file, string path, ClientMetadata metadata, RegisteredClient client, RegistrationAccessTokenHash? hash)
    {
        File = file;
        Path = path;
        Metadata = metadata;
        Client = client;
        RegistrationAccessTokenHash = hash;
    }

    /// <summary>The file.</summary>
    public string File { get; }

    /// <summary>Its place there as a JSON path, such as <c>$[2]</c>.</summary>
    public string Path { get; }

    /// <summary>The client, with all members that the file has.</summary>
    public ClientMetadata Metadata { get; }

    /// <summary>The client as the store gives it.</summary>
    internal RegisteredClient Client { get; }

    internal RegistrationAccessTokenHash? RegistrationAccessTokenHash { get; }

    /// <summary>The version of the client, which is that of its contents.</summary>
    internal string Version => Convert.ToHexString(SHA256.HashData(Metadata.ToUtf8Json()));

    internal ClientRecord ToRecord() => new()
    {
        ClientId = Client.ClientId,
        Metadata = Client.Metadata,
        Version = Version,
        RegistrationAccessTokenHash = RegistrationAccessTokenHash,
    };
}
