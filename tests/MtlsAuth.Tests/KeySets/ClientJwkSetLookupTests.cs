using System.Security.Cryptography;
using MtlsAuth.Certificates;
using MtlsAuth.Tests.Keys;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.KeySets;

public sealed class ClientJwkSetLookupTests
{
    private static readonly ClientCertificate Registered = TestVectors.ReadCertificate("derived/a-self-signed.pem");
    private static readonly ClientCertificate Renewed = TestVectors.ReadCertificate("derived/a-renewed.pem");
    private static readonly ClientCertificate Other = TestVectors.ReadCertificate("derived/b-self-signed-same-names.pem");

    [Test]
    public void TryFind_finds_a_key_by_its_numbers()
    {
        ClientJwkSet set = ClientJwkSet.FromCertificates(includeX5c: false, Other, Registered);

        set.TryFind(Renewed.PublicKey, out ClientJwk? found).Should().BeTrue();

        found.Should().BeSameAs(set.Keys[1]);
        found!.Thumbprint.Should().Be(Registered.PublicKeyThumbprint);
    }

    [Test]
    public void TryFind_does_not_find_another_key()
    {
        ClientJwkSet.FromCertificates(includeX5c: true, Registered).TryFind(Other.PublicKey, out ClientJwk? found).Should().BeFalse();

        found.Should().BeNull();
    }

    [Test]
    public void TryFind_gives_the_first_of_several_JWKs_of_a_key()
    {
        ClientJwkSet set = TestJwks.Read(TestJwks.P256.With("kid", "first"), TestJwks.P256.With("kid", "second"));

        set.TryFind(set.Keys[1].PublicKey, out ClientJwk? found).Should().BeTrue();

        found!.KeyId.Should().Be("first");
    }

    // Beyond four keys there is a table.
    [Test]
    public void TryFind_gives_the_first_of_several_JWKs_of_a_certificate([Values(1, 3)] int others)
    {
        ClientCertificate[] certificates = [.. Enumerable.Repeat(Other, others), Registered, Registered];
        ClientJwkSet set = ClientJwkSet.FromCertificates(includeX5c: true, certificates);

        set.TryFind(Registered, out ClientJwk? found).Should().BeTrue();
        set.TryFind(Registered.PublicKey, out ClientJwk? foundByKey).Should().BeTrue();

        found.Should().BeSameAs(set.Keys[others]);
        foundByKey.Should().BeSameAs(found);
    }

    [Test]
    public void TryFind_finds_a_certificate_by_its_octets()
    {
        ClientJwkSet set = ClientJwkSet.FromCertificates(includeX5c: true, Other, Renewed, Registered);

        set.TryFind(Registered, out ClientJwk? found).Should().BeTrue();

        found.Should().BeSameAs(set.Keys[2]);
    }

    [Test]
    public void TryFind_does_not_find_another_certificate_of_a_registered_key() =>
        ClientJwkSet.FromCertificates(includeX5c: true, Registered).TryFind(Renewed, out _).Should().BeFalse();

    [Test]
    public void TryFind_does_not_find_a_certificate_among_bare_keys() =>
        ClientJwkSet.FromCertificates(includeX5c: false, Registered).TryFind(Registered, out _).Should().BeFalse();

    [Test]
    public void TryFind_does_not_find_a_certificate_of_an_unknown_key() =>
        ClientJwkSet.FromCertificates(includeX5c: true, Registered).TryFind(Other, out _).Should().BeFalse();

    [Test]
    public void TryFind_finds_each_of_a_thousand_keys()
    {
        SubjectPublicKey[] keys = [.. Enumerable.Range(0, 1_000).Select(_ => CreateKey())];
        ClientJwkSet set = TestJwks.Read(keys.Select(key => TestJwks.Ed25519
            .With("x", key.ToJsonWebKey().X)
            .With("kid", key.Thumbprint.ToString())));

        keys.Where(key => !set.TryFind(key, out ClientJwk? jwk) || jwk.KeyId != key.Thumbprint.ToString()).Should().BeEmpty();
    }

    private static SubjectPublicKey CreateKey()
    {
        byte[] encoded = [.. Convert.FromHexString("302A300506032B6570032100"), .. RandomNumberGenerator.GetBytes(32)];
        return encoded.ReadKey();
    }
}
