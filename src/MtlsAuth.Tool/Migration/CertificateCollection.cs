using System.Security.Cryptography;
using System.Text;
using MtlsAuth.Certificates;
using MtlsAuth.Tool.Running;

namespace MtlsAuth.Tool.Migration;

/// <summary>Reads any number of certificates, which have nothing to do with each other.</summary>
internal static class CertificateCollection
{
    private const string Label = "CERTIFICATE";

    /// <summary>Reads a file: PEM with as many certificates as there are, or what else the library reads.</summary>
    /// <param name="contents">What it holds.</param>
    /// <param name="name">What it is called in complaints.</param>
    /// <exception cref="UnreadableException">One of them cannot be read.</exception>
    public static IReadOnlyList<ClientCertificate> Read(ReadOnlySpan<byte> contents, string name)
    {
        List<ClientCertificate> certificates = [];
        ReadOnlySpan<char> text = Encoding.Latin1.GetString(contents);
        while (PemEncoding.TryFind(text, out PemFields fields))
        {
            if (text[fields.Label].SequenceEqual(Label))
            {
                certificates.Add(ClientCertificate.TryParsePem(
                    text[fields.Location], out ClientCertificate? certificate, out CertificateFormatError error)
                    ? certificate
                    : throw new UnreadableException($"{name}: certificate {certificates.Count + 1}: {error}"));
            }

            text = text[fields.Location.End..];
        }

        if (certificates.Count > 0)
        {
            return certificates;
        }

        return ClientCertificate.TryParseAll(
            contents, out IReadOnlyList<ClientCertificate>? others, out CertificateFormatError fault, int.MaxValue)
            ? others
            : throw new UnreadableException($"{name}: {fault}");
    }
}
