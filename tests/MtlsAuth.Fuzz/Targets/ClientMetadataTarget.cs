using MtlsAuth.Registration;

namespace MtlsAuth.Fuzz.Targets;

internal sealed class ClientMetadataTarget() : FuzzTarget("client-metadata", InputShape.Json)
{
    private static readonly ClientRegistrationValidator Validator = new(new ClientRegistrationValidatorOptions
    {
        EnabledMethods =
        [
            ClientAuthenticationMethods.PubKeyTlsClientAuth,
            ClientAuthenticationMethods.SelfSignedTlsClientAuth,
            ClientAuthenticationMethods.TlsClientAuth,
        ],
    });

    public override IReadOnlyList<string> Tokens => JwkTokens.Metadata;

    public override void Execute(byte[] input)
    {
        bool isRead = ClientMetadata.TryParse(input, out ClientMetadata? metadata, out ClientMetadataError? error);
        Claim(isRead == (metadata is not null) && isRead == (error is null), "what is refused has a reason");
        ClientRegistrationReport report = Validator.Validate(input);
        Claim((report.Metadata is null) == (report.Error is not null), "a registration is accepted or has an error");
        Claim(isRead || report.Metadata is null, "what cannot be read is not registered");
        if (metadata is null)
        {
            return;
        }

        byte[] written = metadata.ToUtf8Json();
        Claim(
            ClientMetadata.TryParse(written, out ClientMetadata? again, out _) && again.ToUtf8Json().AsSpan().SequenceEqual(written),
            "metadata that is written is read and written the same");
    }
}
