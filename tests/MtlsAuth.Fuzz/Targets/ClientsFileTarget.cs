namespace MtlsAuth.Fuzz.Targets;

internal sealed class ClientsFileTarget() : FuzzTarget("clients-file", InputShape.Json)
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"mtlsauth-fuzz-{Environment.ProcessId}.json");

    public override IReadOnlyList<string> SeedFolders => [Name, "client-metadata"];

    public override IReadOnlyList<string> Tokens => JwkTokens.Metadata;

    public override void Execute(byte[] input)
    {
        File.WriteAllBytes(_file, input);
        try
        {
            JsonFileClientMetadataStore store = JsonFileClientMetadataStore.Open(_file);
            Claim(store.Reload(), "a file that was read is read again");
        }
        catch (ClientMetadataFileException exception)
        {
            Claim(exception.Message.Length > 0, "what is refused has a reason");
        }
        finally
        {
            File.Delete(_file);
        }
    }
}
