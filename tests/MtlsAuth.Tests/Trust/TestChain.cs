using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAuth.Certificates;
using MtlsAuth.Testing;
using MtlsAuth.Tests.Authentication;

namespace MtlsAuth.Tests.Trust;

/// <summary>A root, an intermediate under it and a client's certificate under that, each of which a test can spoil.</summary>
internal sealed record TestChain
{
    public const string RootName = "CN=root";

    public TestCertificateBuilder Root { get; init; } = TestCertificates.Authority(RootName);

    public TestCertificateBuilder Intermediate { get; init; } = TestCertificates.Authority("CN=intermediate");

    public TestCertificateBuilder Leaf { get; init; } = TestCertificates.Ec().WithSubject("CN=client");

    public static ClientMetadata Client { get; } = new()
    {
        ClientId = "c",
        TokenEndpointAuthMethod = ClientAuthenticationMethods.TlsClientAuth,
        TlsClientAuthSubjectDn = "CN=client",
    };

    public static Authenticating Trusting(params IReadOnlyList<ClientCertificate> anchors) => new()
    {
        Client = Client,
        Options = new() { EnabledMethods = [ClientAuthenticationMethods.TlsClientAuth] },
        Anchors = TrustAnchors.FromCertificates([.. anchors]),
        Clock = TimeProvider.System,
    };

    /// <summary>Trusts the first, and knows of the others.</summary>
    public static Authenticating Knowing(ClientCertificate anchor, params IReadOnlyList<ClientCertificate> intermediates) =>
        Trusting() with { Anchors = TrustAnchors.FromCertificates([anchor], intermediates) };

    /// <summary>Makes the three certificates.</summary>
    public (ClientCertificate Root, ClientCertificate Intermediate, ClientCertificate Leaf) Create()
    {
        TestCertificate root = Root.Create();
        TestCertificate intermediate = Intermediate.IssuedBy(root).Create();
        return (root.ClientCertificate, intermediate.ClientCertificate, Leaf.IssuedBy(intermediate).Create().ClientCertificate);
    }

    /// <summary>What comes of the leaf if the root is trusted and the intermediate sent along.</summary>
    public async Task<ClientAuthenticationResult> AuthenticateAsync(Func<Authenticating, Authenticating>? change = null)
    {
        (ClientCertificate root, ClientCertificate intermediate, ClientCertificate leaf) = Create();
        Authenticating subject = Trusting(root);
        return await (change?.Invoke(subject) ?? subject).With(leaf, intermediate);
    }

    public static X509Extension Usages(params string[] identifiers)
    {
        OidCollection usages = [];
        Array.ForEach(identifiers, identifier => usages.Add(new Oid(identifier)));
        return new X509EnhancedKeyUsageExtension(usages, critical: false);
    }
}
