using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using MtlsAuth.Certificates;
using MtlsAuth.Tests.Certificates;
using MtlsAuth.Tests.Registration;

namespace MtlsAuth.Tests.Names;

public sealed class DistinguishedNameVectorTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Vectors", "derived");

    [TestCaseSource(nameof(Matching))]
    public void Equals_accepts_the_registered_name(string file, string registered)
    {
        DistinguishedName subject = ReadSubject(file);

        registered.ParseName().Should().Be(subject);
        registered.ParseName().GetHashCode().Should().Be(subject.GetHashCode());
    }

    [TestCaseSource(nameof(NotMatching))]
    public void Equals_refuses_any_other_name(string file, string registered)
    {
        // Text that is not a name at all can not be registered, so it matches nothing either.
        bool isName = DistinguishedName.TryParse(registered, out DistinguishedName? name, out _);

        (isName && name!.Equals(ReadSubject(file))).Should().BeFalse();
    }

    [TestCaseSource(nameof(Subjects))]
    public void ToString_writes_the_subject_as_a_name_that_equals_it(string file, string subject)
    {
        DistinguishedName read = ReadSubject(file);

        read.ToString().ParseName().Should().Be(read);
        read.Should().Be(subject.ParseName());
    }

    private static IEnumerable<TestCaseData> Matching() =>
        Cases(certificate => Strings(certificate, "match_true").Append(certificate.GetProperty("subject_rfc4514").GetString()!));

    private static IEnumerable<TestCaseData> NotMatching() => Cases(certificate => Strings(certificate, "match_false"));

    private static IEnumerable<TestCaseData> Subjects() => Cases(certificate => [certificate.GetProperty("subject_rfc4514").GetString()!]);

    private static IEnumerable<TestCaseData> Cases(Func<JsonElement, IEnumerable<string>> names)
    {
        using JsonDocument vectors = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "derived.json")));
        foreach (JsonElement certificate in vectors.RootElement.GetProperty("certificates").EnumerateArray())
        {
            string file = certificate.GetProperty("file").GetString()!;
            if (!file.StartsWith("dn-", StringComparison.Ordinal))
            {
                continue;
            }

            foreach (string name in names(certificate))
            {
                yield return new TestCaseData(file, name);
            }
        }
    }

    private static IEnumerable<string> Strings(JsonElement certificate, string property) =>
        certificate.TryGetProperty(property, out JsonElement names) ? names.EnumerateArray().Select(name => name.GetString()!) : [];

    private static DistinguishedName ReadSubject(string file)
    {
        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(Folder, file));
        return certificate.SubjectName.RawData.ReadName();
    }
}
