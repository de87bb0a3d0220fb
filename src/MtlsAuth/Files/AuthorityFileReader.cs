using System.Security.Cryptography.X509Certificates;
using MtlsAuth.Certificates;
using MtlsAuth.Trust;

namespace MtlsAuth.Files;

/// <summary>Reads the certificates of authorities in a file or the files of a folder, or none of them.</summary>
/// <param name="path">The file or folder.</param>
/// <param name="onCertificateLeftOut">Is told of each certificate that is not usable, where others are.</param>
internal sealed class AuthorityFileReader(string path, Action<string>? onCertificateLeftOut)
{
    public FileReading<IReadOnlyList<X509Certificate2>, string> Read(IReadOnlyList<string> files)
    {
        List<X509Certificate2> read = [];
        List<string> leftOut = [];
        foreach (string file in files)
        {
            if (!FileContents.TryRead(file, out byte[]? contents, out string? failure))
            {
                return new(null, $"{file}: {failure}", CouldNotOpen: true);
            }

            AuthorityBundle bundle = AuthorityBundle.Read(contents, out CertificateFormatError error);
            if (error != CertificateFormatError.None && bundle.LeftOut.Count == 0)
            {
                return new(null, $"{file}: not the certificates of certification authorities ({error}).");
            }

            read.AddRange(bundle.Certificates);
            leftOut.AddRange(bundle.LeftOut.Select(certificate => $"{file}: {certificate}."));
        }

        if (read.Count == 0)
        {
            return new(null, leftOut.Count == 0
                ? $"{path}: there are no certificates."
                : $"{path}: not the certificates of certification authorities; {string.Join(' ', leftOut.Take(3))}");
        }

        leftOut.ForEach(report => onCertificateLeftOut?.Invoke(report));
        return new(read, null);
    }
}
