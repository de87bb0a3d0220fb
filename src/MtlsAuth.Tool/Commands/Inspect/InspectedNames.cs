using System.Globalization;
using MtlsAuth.Certificates;
using MtlsAuth.Tool.Output;

namespace MtlsAuth.Tool.Commands;

/// <summary>The section on names: subject and issuer, and the subject as others spell it.</summary>
internal sealed record InspectedNames(
    string? Subject,
    string? Issuer,
    string? SubjectOpenssl,
    string? SubjectOpensslRfc2253,
    string? SubjectOneline,
    string? SubjectWindows,
    IReadOnlyList<InspectedName> AlternativeNames,
    int AlternativeNameCount,
    string? AlternativeNameError)
{
    // A certificate has room for twenty thousand.
    private const int MaximumNames = 50;

    private const string Unreadable = "cannot be read";

    public static InspectedNames Of(ClientCertificate certificate)
    {
        SubjectSpelling? spelling = SubjectSpelling.Of(certificate);
        return new InspectedNames(
            certificate.Subject?.ToString(),
            certificate.Issuer?.ToString(),
            spelling?.OpenSsl,
            spelling?.Rfc2253,
            spelling?.Oneline,
            spelling?.Windows,
            [
                .. certificate.SubjectAlternativeNames.Take(MaximumNames)
                    .Select(static name => new InspectedName(name.Type.ToString(), name.Text ?? Convert.ToHexString(name.Contents.Span))),
            ],
            certificate.SubjectAlternativeNames.Count,
            certificate.SubjectAlternativeNameError == CertificateFormatError.None
                ? null
                : certificate.SubjectAlternativeNameError.ToString());
    }

    public IEnumerable<(string Name, Cell Value)> ToFields()
    {
        yield return ("subject", Subject switch { null => Unreadable, "" => "empty", _ => Subject });
        foreach ((string name, string? text) in new[]
        {
            ("  OpenSSL 3.2", SubjectOpenssl), ("  RFC 2253, nginx", SubjectOpensslRfc2253), ("  one line, nginx legacy", SubjectOneline),
            ("  Windows, .NET", SubjectWindows),
        })
        {
            if (!string.IsNullOrEmpty(text) && text != Subject)
            {
                yield return (name, text);
            }
        }

        yield return ("issuer", Issuer switch { null => Unreadable, _ when Issuer == Subject => "the same", _ => Issuer });
        for (int index = 0; index < AlternativeNames.Count; index++)
        {
            yield return (index == 0 ? "alternative names" : string.Empty, AlternativeNames[index].ToString());
        }

        if (AlternativeNameCount > AlternativeNames.Count)
        {
            yield return (string.Empty, string.Create(
                CultureInfo.InvariantCulture, $"and {AlternativeNameCount - AlternativeNames.Count} more"));
        }

        if (AlternativeNameError is not null)
        {
            yield return (AlternativeNames.Count == 0 ? "alternative names" : string.Empty,
                new Cell($"some cannot be read: {AlternativeNameError}", Tone.Bad));
        }
    }
}
