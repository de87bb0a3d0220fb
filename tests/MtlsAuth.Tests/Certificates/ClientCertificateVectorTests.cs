using System.Text.Json;
using MtlsAuth.Certificates;
using MtlsAuth.Tests.Keys;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.Certificates;

public sealed class ClientCertificateVectorTests
{
    private static readonly Dictionary<string, CertificateFormatError> Refused = new()
    {
        ["a-explicit-params.pem"] = CertificateFormatError.CurveNotNamed,
        ["a-hybrid-point.pem"] = CertificateFormatError.UnsupportedPointForm,
        ["point-not-on-curve.pem"] = CertificateFormatError.PointNotOnCurve,
    };

    private static readonly string[] WithUnreadableNames = ["san-embedded-nul.pem", "san-ip-as-text.pem"];

    [TestCaseSource(nameof(Derived))]
    public void Derived_certificates_are_read_or_refused_for_their_reason(string file, JsonElement expected)
    {
        string pem = TestVectors.ReadText($"derived/{file}");

        pem.ReadPemError().Should().Be(Refused.GetValueOrDefault(file));

        if (!Refused.ContainsKey(file))
        {
            ClientCertificate certificate = TestVectors.ReadCertificate($"derived/{file}");
            certificate.SubjectAlternativeNameError.Should().Be(
                WithUnreadableNames.Contains(file) ? CertificateFormatError.MalformedSubjectAlternativeName : CertificateFormatError.None);
            certificate.Thumbprint.ToString().Should().Be(expected.GetProperty("x5t#S256").GetString());
            certificate.ComputeSubjectPublicKeyInfoThumbprint().Should().Be(expected.GetProperty("spki_sha256_b64url").GetString());
            Convert.ToBase64String(certificate.SubjectPublicKeyInfo.Span).Should().Be(expected.GetProperty("spki_der_b64").GetString());
            if (expected.TryGetProperty("jwk", out JsonElement jwk))
            {
                certificate.PublicKey.Should().Be(EncodedKey.FromJwk(jwk).ReadKey());
            }
        }
    }

    [Test]
    public void Derived_relations_hold()
    {
        foreach (JsonElement relation in TestVectors.ReadJson("derived/derived.json").GetProperty("relations").EnumerateArray())
        {
            ClientCertificate a = TestVectors.ReadCertificate($"derived/{relation.GetProperty("a").GetString()}");
            ClientCertificate b = TestVectors.ReadCertificate($"derived/{relation.GetProperty("b").GetString()}");

            a.SubjectPublicKeyInfo.Span.SequenceEqual(b.SubjectPublicKeyInfo.Span)
                .Should().Be(relation.GetProperty("same_spki_der").GetBoolean());
            (a.Thumbprint == b.Thumbprint).Should().Be(relation.GetProperty("same_certificate").GetBoolean());
        }
    }

    [Test]
    public void Derived_alternative_names_are_those_that_are_listed()
    {
        JsonElement names = Derived().Single(data => (string)data.Arguments[0]! == "san-all.pem").Arguments[1] is JsonElement expected
            ? expected.GetProperty("san")
            : default;
        ClientCertificate certificate = TestVectors.ReadCertificate("derived/san-all.pem");

        Texts(GeneralNameType.Dns).Should().Equal(Strings("dns"));
        Texts(GeneralNameType.Email).Should().Equal(Strings("email"));
        Texts(GeneralNameType.Uri).Should().Equal(Strings("uri"));
        Texts(GeneralNameType.IPAddress).Select(text => System.Net.IPAddress.Parse(text!))
            .Should().Equal(Strings("ip").Select(text => System.Net.IPAddress.Parse(text!)));
        Texts(GeneralNameType.OtherName).Should().ContainSingle().Which.Should().BeNull();

        IEnumerable<string?> Texts(GeneralNameType kind) =>
            certificate.SubjectAlternativeNames.Where(name => name.Type == kind).Select(name => name.Text);
        IEnumerable<string?> Strings(string kind) => names.GetProperty(kind).EnumerateArray().Select(name => name.GetString());
    }

    [TestCaseSource(nameof(Published))]
    public void Published_certificates_have_their_published_hashes(string file, JsonElement expected)
    {
        ClientCertificate certificate = TestVectors.ReadCertificate(file);

        certificate.Thumbprint.ToString().Should().Be(expected.GetProperty("x5t#S256").GetString());
        certificate.ComputeSha1Thumbprint().Should().Be(expected.GetProperty("x5t").GetString());
        certificate.ComputeSubjectPublicKeyInfoThumbprint().Should().Be(expected.GetProperty("spki_sha256_b64url").GetString());
        if (expected.TryGetProperty("jwk_thumbprint", out JsonElement thumbprint))
        {
            certificate.PublicKeyThumbprint.ToString().Should().Be(thumbprint.GetString());
        }
    }

    [TestCase("rfc8705-appendix-a")]
    [TestCase("rfc7517-appendix-b")]
    public void Published_x5c_holds_the_certificate_and_its_key(string name)
    {
        JsonElement jwk = TestVectors.ReadJson($"{name}.json").GetProperty("jwk");
        ClientCertificate certificate = TestVectors.ReadCertificate($"{name}.pem");

        certificate.ToJsonWebKey(includeX5c: true).X5c.Should().Equal(jwk.GetProperty("x5c")[0].GetString());
        certificate.PublicKey.Should().Be(EncodedKey.FromJwk(jwk).ReadKey());
    }

    [Test]
    public void RFC_8705_certificate_is_of_version_1()
    {
        JsonElement expected = TestVectors.ReadJson("rfc8705-appendix-a.json").GetProperty("expected");

        ClientCertificate certificate = TestVectors.ReadCertificate("rfc8705-appendix-a.pem");

        certificate.Version.Should().Be(expected.GetProperty("version").GetInt32());
        certificate.Subject!.ToString().Should().Be(expected.GetProperty("subject").GetString());
        certificate.Issuer!.ToString().Should().Be(expected.GetProperty("issuer").GetString());
        certificate.NotBefore.Should().Be(expected.GetProperty("not_before").GetDateTimeOffset());
        certificate.NotAfter.Should().Be(expected.GetProperty("not_after").GetDateTimeOffset());
    }

    [Test]
    public void RFC_9440_certificate_names_an_email_address()
    {
        ClientCertificate certificate = TestVectors.ReadCertificate("rfc9440-client.pem");

        certificate.SubjectAlternativeNames.Should().ContainSingle().Which.ToString().Should().Be("Email:bdc@example.com");
        certificate.IsSelfIssued.Should().BeFalse();
        TestVectors.ReadCertificate("rfc9440-intermediate.pem").PathLengthConstraint.Should().Be(0);
        TestVectors.ReadCertificate("rfc9440-root.pem").IsCertificateAuthority.Should().BeTrue();
    }

    [TestCase("rfc7468-figure6.pem", "figure6_x5t#S256")]
    [TestCase("rfc7468-figure7-explanatory-text.pem", "figure7_x5t#S256")]
    public void RFC_7468_figures_are_read(string file, string member) =>
        TestVectors.ReadCertificate(file).Thumbprint.ToString()
            .Should().Be(TestVectors.ReadJson("rfc7468-figures.json").GetProperty("expected").GetProperty(member).GetString());

    [Test]
    public void RFC_7468_figure_7_has_a_key_of_512_bits() =>
        TestVectors.ReadCertificate("rfc7468-figure7-explanatory-text.pem").PublicKey.KeySize.Should().Be(512);

    [Test]
    public void RFC_8410_X25519_certificate_can_never_authenticate() =>
        TestVectors.ReadText("rfc8410-10.2-x25519.pem").ReadPemError().Should().Be(CertificateFormatError.PublicKeyCannotSign);

    [Test]
    public void RFC_8410_Ed25519_key_is_read()
    {
        byte[] encoded = TestVectors.ReadJson("rfc8410-keys.json").GetProperty("ed25519_spki_b64").GetBytesFromBase64();

        encoded.Should().HaveCount(44);
        encoded.ReadKey().Algorithm.Should().Be(KeyAlgorithm.Ed25519);
    }

    [TestCaseSource(nameof(Connect2idForms))]
    public void Connect2id_spellings_are_one_certificate_once_percent_decoded(string value) =>
        Read(value).Should().Be("6v7nY3Ap2xjhpiSEGzbJ_f61HZw1O9d2BEzp_SBfqS8");

    private static string Read(string pem)
    {
        ClientCertificate.TryParsePem(pem, out ClientCertificate? certificate, out CertificateFormatError error)
            .Should().BeTrue("the text was refused with {0}", error);
        return certificate!.Thumbprint.ToString();
    }

    private static IEnumerable<TestCaseData> Derived() =>
        TestVectors.ReadJson("derived/derived.json").GetProperty("certificates").EnumerateArray()
            .Select(certificate => new TestCaseData(certificate.GetProperty("file").GetString(), certificate)
                .SetArgDisplayNames(certificate.GetProperty("file").GetString()!));

    private static IEnumerable<TestCaseData> Published()
    {
        foreach (string name in new[] { "rfc8705-appendix-a", "rfc7517-appendix-b" })
        {
            yield return new TestCaseData($"{name}.pem", TestVectors.ReadJson($"{name}.json").GetProperty("expected"))
                .SetArgDisplayNames(name);
        }

        JsonElement certificates = TestVectors.ReadJson("rfc9440-appendix-a.json").GetProperty("expected").GetProperty("certificates");
        foreach (JsonProperty certificate in certificates.EnumerateObject())
        {
            string name = $"rfc9440-{certificate.Name}";
            yield return new TestCaseData($"{name}.pem", certificate.Value).SetArgDisplayNames(name);
        }
    }

    private static IEnumerable<TestCaseData> Connect2idForms() =>
        TestVectors.ReadJson("connect2id-header.json").GetProperty("forms").EnumerateObject()
            .Select(form => new TestCaseData(form.Value.GetString()!.StartsWith("-----BEGIN%20", StringComparison.Ordinal)
                ? Uri.UnescapeDataString(form.Value.GetString()!)
                : form.Value.GetString()).SetArgDisplayNames(form.Name));
}
