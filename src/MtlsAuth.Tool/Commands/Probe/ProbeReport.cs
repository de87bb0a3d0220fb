using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using MtlsAuth.Certificates;
using MtlsAuth.Tool.Output;
using MtlsAuth.Tool.Probing;

namespace MtlsAuth.Tool.Commands;

/// <summary>How far a client comes at a server.</summary>
internal sealed record ProbeReport(
    string Url,
    string? Discovery,
    IReadOnlyList<string>? Methods,
    bool? BindsTokens,
    string? TokenEndpoint,
    string? TokenEndpointAlias,
    bool? AliasHasOtherHost,
    string? Protocol,
    string? CipherSuite,
    bool? AsksForCertificate,
    IReadOnlyList<string>? AcceptedAuthorities,
    string? Subject,
    [property: JsonPropertyName("x5t#S256")] string Thumbprint,
    DateTimeOffset NotAfter,
    int? Status,
    string? Error,
    string? ErrorDescription,
    string? Token,
    bool? TokenIsBound,
    string? Incident,
    ProbeCause Cause,
    string Advice) : IReport
{
    [JsonIgnore]
    public JsonTypeInfo JsonType => ProbeJson.Default.ProbeReport;

    /// <summary>The report of a probe.</summary>
    public static ProbeReport Of(ProbeTarget target, ProbeResult result, ClientCertificate certificate)
    {
        string thumbprint = certificate.Thumbprint.ToString();
        return new ProbeReport(
            target.Url.ToString(),
            result.Promises?.Document.ToString(),
            result.Promises?.Methods,
            result.Promises?.BindsTokens,
            (result.Promises?.TokenEndpoint ?? target.TokenEndpoint)?.ToString(),
            result.Promises?.TokenEndpointAlias?.ToString(),
            result.Promises is { TokenEndpointAlias: not null } ? result.Promises.HasOtherHost : null,
            result.Handshake?.Protocol?.ToString(),
            result.Handshake?.CipherSuite?.ToString(),
            result.Handshake?.AsksForCertificate,
            result.Handshake?.Authorities,
            certificate.Subject?.ToString(),
            thumbprint,
            certificate.NotAfter,
            result.Answer?.Status,
            result.Answer?.Error,
            result.Answer?.ErrorDescription,
            result.Answer?.Token,
            result.Answer is { Token: not null, IsOpaque: false } ? result.Answer.Confirmation == thumbprint : null,
            result.Incident,
            result.Cause,
            ProbeAdvice.For(result.Cause));
    }

    public void WriteTo(IPage page)
    {
        page.WriteHeading(Url);
        List<(string Name, Cell Value)> fields = [];
        Add("metadata", Discovery);
        Add("methods", Methods is null ? null : Methods.Count == 0 ? "none listed" : string.Join(", ", Methods));
        Add("binds tokens", BindsTokens switch { null => null, true => "yes", false => "it does not say so" });
        Add("token endpoint", TokenEndpoint);
        Add("for certificates", TokenEndpointAlias);
        Add(string.Empty, AliasHasOtherHost == true
            ? "on another host or port: a client that goes to the token endpoint instead may not be asked for its certificate"
            : null);
        Add("TLS", Protocol is null ? null : $"{Protocol}, {CipherSuite}");
        Add("asks for one", AsksForCertificate switch
        {
            null => null,
            false => "no",
            true when AcceptedAuthorities is { Count: > 0 } some => $"yes, of {string.Join("; ", some)}",
            true => "yes, of any authority",
        });
        Add("certificate", Subject ?? "its subject cannot be read");
        Add("x5t#S256", Thumbprint);
        Add("ends", NotAfter.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture));
        Add("answer", Status is null ? null : string.Join(' ', new[] { $"{Status}", Error, ErrorDescription }.OfType<string>()));
        Add("token", Token);
        Add("bound", TokenIsBound switch
        {
            true => "to this certificate",
            false => "not to this certificate",
            null when Token is not null => "nobody but the server can see that",
            null => null,
        });
        Add("what happened", Incident);
        page.WriteFields(fields);
        page.WriteLine(new Cell(
            Cause == ProbeCause.None ? Advice : $"{Cause}: {Advice}", Cause == ProbeCause.None ? Tone.Good : Tone.Bad));

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                fields.Add((name, value));
            }
        }
    }
}
