using System.CommandLine;
using MtlsAuth.Certificates;
using MtlsAuth.Tool.Input;
using MtlsAuth.Tool.Running;

namespace MtlsAuth.Tool.Commands;

/// <summary>Says what a certificate is.</summary>
internal sealed class InspectCommand : ToolCommand
{
    private readonly Argument<string[]> _files = new("FILE")
    {
        Description = "Files with certificates, or - for the standard input.",
        Arity = ArgumentArity.OneOrMore,
    };

    public InspectCommand()
        : base("inspect", "Say what certificates are, and what can be registered of them.") => Add(_files);

    public override IReadOnlyList<(string CommandLine, string Meaning)> Examples =>
    [
        ("mtlsauth inspect client.crt", "Key, names, dates and thumbprints of a certificate."),
    ];

    public override async Task<ExitCode> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        ExitCode worst = ExitCode.Yes;
        foreach (string path in run.Arguments.GetRequiredValue(_files))
        {
            try
            {
                byte[] contents = await InputReader.ReadAsync(
                    run.Environment, path, ClientCertificate.DefaultMaximumLength, cancellationToken).ConfigureAwait(false);
                if (!ClientCertificate.TryParse(contents, out ClientCertificate? certificate, out CertificateFormatError error))
                {
                    throw new UnreadableException($"{path}: {error}");
                }

                run.Reports.Write(new InspectedCertificate(
                    certificate.Subject?.ToString(), certificate.PublicKeyThumbprint.ToString(), certificate.Thumbprint.ToString()));
            }
            catch (UnreadableException exception)
            {
                run.Complain(exception.Message);
                worst = ExitCode.Unreadable;
            }
        }

        return worst;
    }
}
