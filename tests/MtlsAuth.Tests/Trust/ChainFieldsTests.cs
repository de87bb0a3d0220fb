using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;
using MtlsAuth.Trust;

namespace MtlsAuth.Tests.Trust;

/// <summary>The names and the key of certificates, of which nothing else is read.</summary>
public sealed class ChainFieldsTests
{
    private static readonly byte[] Wrong = Der.Integer(1);

    [TestCase(true)]
    [TestCase(false)]
    public void Names_and_key_are_read_with_or_without_a_version(bool hasVersion)
    {
        CertificateParts parts = new() { Issuer = Der.CommonName("issuer"), Subject = Der.CommonName("subject") };
        byte[] der = (hasVersion ? parts : parts with { Version = [] }).Encode();

        ChainFields.TryRead(der, out ChainFields fields).Should().BeTrue();

        fields.Issuer.ToArray().Should().Equal(parts.Issuer);
        fields.Subject.ToArray().Should().Equal(parts.Subject);
        fields.SubjectPublicKeyInfo.ToArray().Should().Equal(parts.SubjectPublicKeyInfo);
        fields.IsSelfIssued.Should().BeFalse();
    }

    [Test]
    public void Certificate_that_names_itself_is_self_issued()
    {
        ChainFields.TryRead(new CertificateParts().Encode(), out ChainFields fields).Should().BeTrue();

        fields.IsSelfIssued.Should().BeTrue();
    }

    [TestCaseSource(nameof(Malformed))]
    public void Octets_that_lack_a_field_are_not_read(string name, byte[] der)
    {
        ChainFields.TryRead(der, out ChainFields fields).Should().BeFalse(name);

        fields.Subject.Length.Should().Be(0);
    }

    private static IEnumerable<TestCaseData> Malformed()
    {
        CertificateParts parts = new();
        yield return Case("nothing", []);
        yield return Case("another element", Wrong);
        yield return Case("octets behind it", [.. parts.Encode(), 0]);
        yield return Case("nothing inside", Der.Sequence());
        yield return Case("nothing to be signed", Der.Sequence(Wrong));
        yield return Case("version without end", Der.Sequence(Der.Sequence([0xA0, 0x05])));
        yield return Case("serial number", (parts with { SerialNumber = Der.Null }).Encode());
        yield return Case("signature", (parts with { InnerSignatureAlgorithm = Wrong }).Encode());
        yield return Case("issuer", (parts with { Issuer = Wrong }).Encode());
        yield return Case("validity", (parts with { Validity = Wrong }).Encode());
        yield return Case("subject", (parts with { Subject = Wrong }).Encode());
        yield return Case("key", (parts with { SubjectPublicKeyInfo = Wrong }).Encode());

        static TestCaseData Case(string name, byte[] der) =>
            new(name, der) { TestName = $"Octets_that_lack_a_field_are_not_read: {name}" };
    }
}
