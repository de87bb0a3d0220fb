using System.Formats.Asn1;
using System.Reflection;
using MtlsAuth.Encodings;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.Encodings;

public sealed class ObjectIdentifiersTests
{
    private delegate ReadOnlySpan<byte> Getter();

    [TestCase(nameof(ObjectIdentifiers.RsaEncryption), "1.2.840.113549.1.1.1")]
    [TestCase(nameof(ObjectIdentifiers.RsassaPss), "1.2.840.113549.1.1.10")]
    [TestCase(nameof(ObjectIdentifiers.EcPublicKey), "1.2.840.10045.2.1")]
    [TestCase(nameof(ObjectIdentifiers.Secp256r1), "1.2.840.10045.3.1.7")]
    [TestCase(nameof(ObjectIdentifiers.Secp384r1), "1.3.132.0.34")]
    [TestCase(nameof(ObjectIdentifiers.Secp521r1), "1.3.132.0.35")]
    [TestCase(nameof(ObjectIdentifiers.Secp256k1), "1.3.132.0.10")]
    [TestCase(nameof(ObjectIdentifiers.X25519), "1.3.101.110")]
    [TestCase(nameof(ObjectIdentifiers.X448), "1.3.101.111")]
    [TestCase(nameof(ObjectIdentifiers.Ed25519), "1.3.101.112")]
    [TestCase(nameof(ObjectIdentifiers.Ed448), "1.3.101.113")]
    [TestCase(nameof(ObjectIdentifiers.MLDsa44), "2.16.840.1.101.3.4.3.17")]
    [TestCase(nameof(ObjectIdentifiers.MLDsa65), "2.16.840.1.101.3.4.3.18")]
    [TestCase(nameof(ObjectIdentifiers.MLDsa87), "2.16.840.1.101.3.4.3.19")]
    [TestCase(nameof(ObjectIdentifiers.KeyUsage), "2.5.29.15")]
    [TestCase(nameof(ObjectIdentifiers.SubjectAltName), "2.5.29.17")]
    [TestCase(nameof(ObjectIdentifiers.BasicConstraints), "2.5.29.19")]
    [TestCase(nameof(ObjectIdentifiers.ExtendedKeyUsage), "2.5.29.37")]
    [TestCase(nameof(ObjectIdentifiers.ClientAuth), "1.3.6.1.5.5.7.3.2")]
    [TestCase(nameof(ObjectIdentifiers.AnyExtendedKeyUsage), "2.5.29.37.0")]
    public void Octets_are_those_of_the_dotted_form(string name, string dotted)
    {
        MethodInfo getter = typeof(ObjectIdentifiers).GetProperty(name)!.GetMethod!;
        byte[] contents = getter.CreateDelegate<Getter>()().ToArray();

        AsnDecoder.ReadObjectIdentifier(Der.Element(0x06, contents), AsnEncodingRules.DER, out _).Should().Be(dotted);
    }

    [TestCase("1.2.3")]
    [TestCase("0.0")]
    [TestCase("2.999.1")]
    [TestCase("2.25.329800735698586629295641978511506172918")]
    public void ToText_gives_back_what_FromText_was_given(string oid) =>
        ObjectIdentifiers.ToText(ObjectIdentifiers.FromText(oid)).Should().Be(oid);

    [Test]
    public void ToText_writes_whatever_the_reader_reads()
    {
        byte[] longestArc = [0x2A, 0x83, .. Enumerable.Repeat((byte)0xFF, 17), 0x7F];
        byte[] mostArcs = [.. Enumerable.Repeat((byte)0x2A, 63)];

        foreach (byte[] identifier in new[] { longestArc, mostArcs })
        {
            new DerReader(Der.Element(0x06, identifier)).TryReadObjectIdentifier(out _).Should().BeTrue();

            ObjectIdentifiers.FromText(ObjectIdentifiers.ToText(identifier)).Should().Equal(identifier);
        }
    }

    [TestCase("")]
    [TestCase("3.1")]
    [TestCase("1.2.x")]
    public void FromText_throws_for_what_is_no_identifier(string text)
    {
        Action read = () => ObjectIdentifiers.FromText(text);

        read.Should().Throw<ArgumentException>();
    }
}
