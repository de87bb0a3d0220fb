using System.CommandLine;
using MtlsAuth.Certificates;
using MtlsAuth.Tool.Input;
using MtlsAuth.Tool.Running;

namespace MtlsAuth.Tool.Commands;

/// <summary>Says what certificates are.</summary>
internal sealed class InspectCommand : ToolCommand
{
    private readonly Argument<string[]> _files = new("FILE")
    {
        Description = "Certificates in PEM, DER, PKCS #7 or PFX, or the value of a proxy's header; - for the standard input.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly PasswordOption _password = new();

    public InspectCommand()
        : base("inspect", "Say what certificates are, and which methods they can serve.")
    {
        Add(_files);
        Add(_password.PasswordFile);
    }

    public override IReadOnlyList<(string CommandLine, string Meaning)> Examples =>
    [
        ("mtlsauth inspect client.crt", "Key, names, dates and thumbprints of a certificate, and which methods it can serve."),
        ("mtlsauth inspect qwac.crt", "Of a qualified certificate also its roles, its authority, and what is wrong with it."),
        ("mtlsauth inspect client.pfx --password-file secret.txt", "The same of a PFX. Its private key stays closed."),
        ("echo \"$HEADER\" | mtlsauth inspect -", "The certificate in a proxy's header."),
        ("mtlsauth inspect *.crt --json", "One line of JSON for each certificate."),
    ];

    public override async Task<ExitCode> RunAsync(CommandRun run, CancellationToken cancellationToken)
    {
        ExitCode code = ExitCode.Yes;
        CertificateInputReader reader = new(run.Environment, run.Arguments, _password);
        foreach (string path in run.Arguments.GetRequiredValue(_files))
        {
            try
            {
                CertificateInput input = await reader.ReadAsync(path, cancellationToken).ConfigureAwait(false);
                for (int index = 0; index < input.Certificates.Count; index++)
                {
                    ClientCertificate certificate = input.Certificates[index];
                    run.Reports.Write(new InspectedCertificate
                    {
                        Source = input.Source,
                        Form = input.Form,
                        Number = index + 1,
                        Count = input.Certificates.Count,
                        HasPrivateKey = input.HasPrivateKey ? true : null,
                        Key = InspectedKey.Of(certificate.PublicKey),
                        Names = InspectedNames.Of(certificate),
                        Use = InspectedUse.Of(certificate, run.Environment.Clock.GetUtcNow()),
                        Thumbprints = InspectedThumbprints.Of(certificate),
                        Methods = await InspectedMethod.TryAllAsync(certificate, run.Environment.Clock, cancellationToken)
                            .ConfigureAwait(false),
                        Qualification = InspectedQualification.Find(certificate),
                    });
                }
            }
            catch (UnreadableException exception)
            {
                run.Complain(exception.Message);
                code = ExitCode.Unreadable;
            }
        }

        return code;
    }
}
