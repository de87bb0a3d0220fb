using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;
using System.Text.Json;
using MtlsAuth.Registration;
using MtlsAuth.Tool.Input;
using MtlsAuth.Tool.Linting;
using MtlsAuth.Tool.Running;

namespace MtlsAuth.Tool.Commands;

/// <summary>Says what is wrong with files of clients, registration requests and JWK Sets, and on which line.</summary>
internal sealed class LintCommand : ToolCommand
{
    private const string Clients = "clients";
    private const string Metadata = "metadata";
    private const string KeySet = "jwks";

    private readonly Argument<string> _kind = new("KIND")
    {
        Description = "What the file is: clients, as a server's store reads them; metadata, the body of a registration; jwks, a JWK Set.",
    };

    private readonly Argument<string> _file = new("FILE") { Description = "The file." };

    private readonly Option<string> _format = new("--format")
    {
        Description = "How findings are written: text, or github for annotations of its workflows.",
        DefaultValueFactory = static _ => "text",
    };

    private readonly Option<SecurityProfile?> _profile = new("--profile")
    {
        Description = $"The regime whose rules count as well: {string.Join(", ", SecurityProfile.All)}.",
        HelpName = "NAME",
        CustomParser = ParseProfile,
    };

    public LintCommand()
        : base("lint", "Say what is wrong with registered clients, and on which line.")
    {
        _kind.AcceptOnlyFromAmong(Clients, Metadata, KeySet);
        _format.AcceptOnlyFromAmong("text", "github");
        Add(_kind);
        Add(_file);
        _profile.CompletionSources.Add(static _ => SecurityProfile.All.Select(static profile => new CompletionItem(profile.Name)));
        Add(_format);
        Add(_profile);
    }

    public override IReadOnlyList<(string CommandLine, string Meaning)> Examples =>
    [
        ("mtlsauth lint clients clients.json", "All that the store or the server would refuse or warn of; exit code 1 if there is any."),
        ("mtlsauth lint metadata request.json", "The same for the body of a registration request (RFC 7591)."),
        ("mtlsauth lint jwks keys.json --format github", "The same for a JWK Set, as annotations of a GitHub workflow."),
        ("mtlsauth lint clients clients.json --profile FapiBrazil", "All that a server under the profile would refuse."),
    ];

    public override async Task<ExitCode> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        string file = run.Arguments.GetRequiredValue(_file);
        string kind = run.Arguments.GetRequiredValue(_kind);
        byte[] contents = await (kind == Clients
            ? InputReader.ReadClientFileAsync(run.Environment, file, cancellationToken)
            : InputReader.ReadAsync(run.Environment, file, InputReader.MaximumLength, cancellationToken)).ConfigureAwait(false);
        ReadOnlyMemory<byte> text = JsonInput.WithoutMark(contents);
        IReadOnlyList<LocatedFinding> findings = Lint(
            kind, file, text, run.Environment.Clock, run.Arguments.GetValue(_profile));
        bool isForGitHub = run.Arguments.GetValue(_format) == "github";
        foreach (LocatedFinding finding in findings)
        {
            run.Reports.Write(isForGitHub ? new GitHubAnnotation(finding) : finding);
        }

        if (!isForGitHub)
        {
            run.Reports.Write(new LintSummary(
                file, Count(ClientRegistrationSeverity.Error), Count(ClientRegistrationSeverity.Warning),
                Count(ClientRegistrationSeverity.Information)));
        }

        return Count(ClientRegistrationSeverity.Error) + Count(ClientRegistrationSeverity.Warning) > 0 ? ExitCode.No : ExitCode.Yes;

        int Count(ClientRegistrationSeverity severity) => findings.Count(finding => finding.Severity == severity);
    }

    private static SecurityProfile? ParseProfile(ArgumentResult argument)
    {
        string name = argument.Tokens.Single().Value;
        if (!SecurityProfile.TryFind(name, out SecurityProfile? profile))
        {
            argument.AddError($"There is no profile {name}: {string.Join(", ", SecurityProfile.All)}");
        }

        return profile;
    }

    private static List<LocatedFinding> Lint(
        string kind, string file, ReadOnlyMemory<byte> text, TimeProvider clock, SecurityProfile? profile)
    {
        if (JsonInput.FindFault(text.Span, JsonInput.LibraryDepth) is { } fault)
        {
            return [LocatedFinding.At(file, TextPlace.Of(text.Span, fault.Offset), LintFinding.Error("InvalidJson", "$", fault.Text))];
        }

        using JsonDocument document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = JsonInput.LibraryDepth });
        IReadOnlyList<LintFinding> findings = kind switch
        {
            Clients => ClientFileLinter.Lint(file, document.RootElement, clock, profile),
            Metadata => MetadataLinter.Lint(text.Span, clock, profile),
            _ => KeySetLinter.Lint(text, clock, profile),
        };
        IReadOnlyDictionary<string, long> offsets = JsonPlaces.Find(text.Span, findings.Select(static finding => finding.Path));
        return
        [
            .. findings.OrderBy(finding => offsets[finding.Path])
                .Select(finding => LocatedFinding.At(file, TextPlace.Of(text.Span, offsets[finding.Path]), finding)),
        ];
    }
}
