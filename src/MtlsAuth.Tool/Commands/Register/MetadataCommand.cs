using System.CommandLine;
using System.Text;
using System.Text.Json;
using MtlsAuth.Registration;
using MtlsAuth.Tool.Input;
using MtlsAuth.Tool.Output;
using MtlsAuth.Tool.Running;

namespace MtlsAuth.Tool.Commands;

/// <summary>Writes what a client sends to a registration endpoint (RFC 7591).</summary>
internal sealed class MetadataCommand : ToolCommand
{
    private readonly Argument<string> _source = new("FILE")
    {
        Description = "A certificate, a key, a JWK, or host:port of a server that shows its certificate; - for the standard input.",
    };

    private readonly Option<string> _method = new("--method")
    {
        Description = "How the client is to authenticate.",
        Required = true,
        HelpName = "METHOD",
    };

    private readonly Option<string?> _name = new("--name")
    {
        Description = "Which name of the certificate is registered for tls_client_auth; by default the first that it has.",
        HelpName = "NAME",
    };

    private readonly PasswordOption _password = new();

    public MetadataCommand()
        : base("metadata", "Write the body of a registration request (RFC 7591) for a client with this certificate or key.")
    {
        _method.AcceptOnlyFromAmong(
            ClientAuthenticationMethods.PubKeyTlsClientAuth,
            ClientAuthenticationMethods.SelfSignedTlsClientAuth,
            ClientAuthenticationMethods.TlsClientAuth);
        _name.AcceptOnlyFromAmong(SubjectParameter.Names);
        Add(_source);
        Add(_method);
        Add(_name);
        Add(_password.PasswordFile);
    }

    public override IReadOnlyList<(string CommandLine, string Meaning)> Examples =>
    [
        ("mtlsauth metadata client.crt --method pub_key_tls_client_auth", "The key counts, and certificates over it may change."),
        ("mtlsauth metadata client.crt --method self_signed_tls_client_auth", "This very certificate counts."),
        ("mtlsauth metadata client.crt --method tls_client_auth --name san_dns", "A name counts, on the word of an authority."),
    ];

    public override async Task<ExitCode> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        string method = run.Arguments.GetRequiredValue(_method);
        KeySource source = await new KeySourceReader(run.Environment, run.Arguments, _password)
            .ReadAsync(run.Arguments.GetRequiredValue(_source), cancellationToken).ConfigureAwait(false);
        JsonElement body = Write(method, source, run.Arguments.GetValue(_name));
        ClientRegistrationReport report = new ClientRegistrationValidator(
            new ClientRegistrationValidatorOptions { EnabledMethods = [method] }, run.Environment.Clock)
            .Validate(Encoding.UTF8.GetBytes(body.GetRawText()));
        foreach (ClientRegistrationFinding finding in report.Findings)
        {
            run.Complain($"{finding.Severity}: {finding}");
        }

        run.Reports.Write(new JsonReport(body));
        return report.Error is null ? ExitCode.Yes : ExitCode.No;
    }

    private static JsonElement Write(string method, KeySource source, string? name)
    {
        string json = JsonText.Write(
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("token_endpoint_auth_method", method);
                writer.WriteStartArray("grant_types");
                writer.WriteStringValue("client_credentials");
                writer.WriteEndArray();
                if (method == ClientAuthenticationMethods.TlsClientAuth)
                {
                    SubjectParameter parameter = FindParameter(source, name);
                    writer.WriteString($"tls_client_auth_{parameter.Name}", parameter.Value);
                }
                else
                {
                    writer.WritePropertyName("jwks");
                    bool includeX5c = method == ClientAuthenticationMethods.SelfSignedTlsClientAuth;
                    KeyDocument.ToElement(KeyDocument.ToSet([source], includeX5c)).WriteTo(writer);
                }

                writer.WriteBoolean("tls_client_certificate_bound_access_tokens", true);
                writer.WriteEndObject();
            },
            isIndented: false);
        using JsonDocument document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    private static SubjectParameter FindParameter(KeySource source, string? name)
    {
        if (source.Certificate is not { } certificate)
        {
            throw new UsageException("tls_client_auth compares a name of a certificate, and this is a key without one");
        }

        return (name is null ? SubjectParameter.FindFirst(certificate) : SubjectParameter.Find(certificate, name))
            ?? throw new UsageException(
                name is null ? "the certificate has no name that can be registered" : $"the certificate has no name for {name}");
    }
}
