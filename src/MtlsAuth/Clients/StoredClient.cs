using System.Globalization;

namespace MtlsAuth.Clients;

/// <summary>What the store in memory keeps of a client.</summary>
/// <param name="client">The client.</param>
/// <param name="change">The number of the change that wrote it, which is its version.</param>
internal sealed class StoredClient(RegisteredClient client, long change)
{
    public RegisteredClient Client { get; } = client;

    public RegistrationAccessTokenHash? RegistrationAccessTokenHash { get; init; }

    public DateTimeOffset? UpdatedAt { get; init; }

    public string Version => change.ToString(CultureInfo.InvariantCulture);

    public ClientRecord ToRecord() => new()
    {
        ClientId = Client.ClientId,
        Metadata = Client.Metadata,
        Version = Version,
        RegistrationAccessTokenHash = RegistrationAccessTokenHash,
        UpdatedAt = UpdatedAt,
    };
}
