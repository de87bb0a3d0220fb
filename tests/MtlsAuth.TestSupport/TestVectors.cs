using System.Text.Json;
using MtlsAuth.Certificates;

namespace MtlsAuth.TestSupport;

/// <summary>The published and derived vectors in <c>Vectors/</c>, which are copied beside the tests.</summary>
public static class TestVectors
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Vectors");

    public static byte[] ReadBytes(string file) => File.ReadAllBytes(Path.Combine(Folder, file));

    public static string ReadText(string file) => File.ReadAllText(Path.Combine(Folder, file));

    public static JsonElement ReadJson(string file) => JsonElement.Parse(ReadBytes(file));

    public static ClientCertificate ReadCertificate(string file) =>
        ClientCertificate.TryParsePem(ReadText(file), out ClientCertificate? certificate, out CertificateFormatError error)
            ? certificate
            : throw new InvalidDataException($"{file}: {error}");
}
