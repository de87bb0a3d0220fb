using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging.Testing;
using MtlsAuth.Certificates;
using MtlsAuth.Testing;

namespace MtlsAuth.AspNetCore.Tests.Diagnostics;

/// <summary>The log says why: for each reason the fact that a person needs to mend it.</summary>
public sealed class FailureTextTests
{
    private static readonly byte[] Rubbish = [0x30, 0x03, 0x02, 0x01, 0x05];

    private static readonly Refusal[] Cases =
    [
        new("MalformedRequest") { Form = "client_id=a&client_id=b", Facts = ["client_id is repeated"] },
        new("MissingClientId") { Form = "grant_type=x", Facts = ["the form has no client_id"] },
        new("MultipleCredentials")
        {
            Form = "client_id=c&client_secret=s",
            Facts = ["Client c ", "a credential of another method as well"],
        },
        new("UnknownClient") { Form = "client_id=stranger", Facts = ["Client stranger ", "the store has no client with this client_id"] },
        new("NotAMutualTlsClient") { Method = "private_key_jwt", Facts = ["the client is registered for private_key_jwt"] },
        new("NotAMutualTlsClient") { Method = null, Facts = ["the client is registered for client_secret_basic, as none is named"] },
        new("MethodNotEnabled")
        {
            Method = "tls_client_auth",
            Options = static options => options.EnabledMethods = ["self_signed_tls_client_auth", "pub_key_tls_client_auth"],
            Facts = ["method tls_client_auth", "the server has enabled pub_key_tls_client_auth, self_signed_tls_client_auth"],
        },
        Missing(PresentedCertificateStatus.ConnectionWithoutCertificate, "the client sent none"),
        Missing(PresentedCertificateStatus.ConnectionNotTls, "no client can bring a certificate: the request did not come over TLS"),
        Missing(PresentedCertificateStatus.CertificateNotRequested, "RequestClientCertificates was not called for it"),
        Missing(PresentedCertificateStatus.HeaderAbsent, "came around the proxy"),
        Missing(PresentedCertificateStatus.HeaderEmpty, "the proxy says that the client sent no certificate"),
        Missing(PresentedCertificateStatus.HeaderNull, "the proxy says that the client sent no certificate"),
        Missing(PresentedCertificateStatus.HeaderUntrusted, "nothing proves that the proxy set it"),
        new("CertificateRefused")
        {
            Presented = PresentedCertificate.Refused(CertificateFormatError.InvalidVersion, Rubbish),
            Facts = ["InvalidVersion", $"certificate {new CertificateThumbprint(SHA256.HashData(Rubbish))}", "Refused"],
        },
        new("CertificateRefused")
        {
            Presented = PresentedCertificate.Refused(CertificateFormatError.InvalidVersion, Known.OwnOfUnknownVersion),
            Facts = [$"key {KeyOf(Known.Own)}"],
        },
        new("CertificateNotYetValid")
        {
            Certificate = TestCertificates.Ec()
                .ValidFrom(new(2100, 1, 2, 3, 4, 5, TimeSpan.Zero))
                .ValidUntil(DateTimeOffset.MaxValue)
                .Create().ToX509Certificate2(),
            Facts = ["not before 2100-01-02 03:04:05Z", $"the clock says {DateTimeOffset.UtcNow.Year}-", "00:01:00 is allowed"],
        },
        new("CertificateExpired")
        {
            Certificate = TestCertificates.Ec()
                .ValidFrom(DateTimeOffset.UnixEpoch)
                .ValidUntil(new(2020, 1, 2, 3, 4, 5, TimeSpan.Zero))
                .Create().ToX509Certificate2(),
            Facts = ["not after 2020-01-02 03:04:05Z", $"the clock says {DateTimeOffset.UtcNow.Year}-", "00:01:00 is allowed"],
        },
        new("RsaKeyTooSmall")
        {
            Certificate = TestCertificates.Ec().WithKey(RSA.Create(1024)).Create().ToX509Certificate2(),
            Facts = ["the RSA key has 1024 bits, 2048 are demanded"],
        },
        new("KeyKindNotAllowed")
        {
            Options = static options => options.CertificatePolicy.AllowedKeyKinds = new HashSet<KeyAlgorithm>
            {
                KeyAlgorithm.Rsa,
                KeyAlgorithm.P384,
            },
            Facts = ["the key is P256, allowed are Rsa, P384"],
        },
        new("ClientAuthenticationNotAllowed")
        {
            Options = static options => options.CertificatePolicy.ClientAuthenticationUsage = CertificateCheck.Enforce,
            Certificate = TestCertificates.Ec()
                .WithExtensions(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false))
                .Create().ToX509Certificate2(),
            Facts = ["the extended key usage is 1.3.6.1.5.5.7.3.1, without id-kp-clientAuth"],
        },
        new("CertificateAuthority")
        {
            Options = static options => options.CertificatePolicy.CertificateAuthority = CertificateCheck.Enforce,
            Certificate = Known.Root,
            Facts = ["basicConstraints says that it is a certification authority's"],
        },
        new("NotSelfSigned")
        {
            Options = static options => options.CertificatePolicy.SelfSignature = CertificateCheck.Enforce,
            Certificate = Known.Issued,
            Facts = ["issuer and subject differ"],
        },
        new("NoUsableKey")
        {
            Registered = """{ "keys": [{ "kty": "EC", "crv": "P-256", "x": "AQ", "y": "AQ" }, 7] }""",
            Facts = ["none of the client's keys can be used", "keys[0].x WrongLength", "keys[1] NotAnObject"],
        },
        new("PublicKeyNotRegistered")
        {
            Certificate = Known.Other,
            Facts = [$"presented key {KeyOf(Known.Other)}", $"registered {KeyOf(Known.Own)}"],
        },
        new("ClientMetadataUnavailable")
        {
            Services = static services => services.AddSingleton<IClientMetadataStore, Broken>(),
            Facts = ["this is no fault of the client", "db1 does not answer"],
        },
        new("ClientKeysUnavailable")
        {
            JwksUri = "https://c.example/jwks",
            Services = static services => services.AddSingleton<IClientJwkSetSource, Broken>(),
            Facts = ["this is no fault of the client", "c.example does not answer"],
        },
        new("ClientKeysUnusable")
        {
            JwksUri = "https://c.example/html",
            Services = static services => services.AddSingleton<IClientJwkSetSource, Broken>(),
            Facts = ["c.example has HTML where its keys should be"],
        },
        new("CertificateNotRegistered")
        {
            Method = "self_signed_tls_client_auth",
            Certificate = Known.Other,
            Facts = [$"presented certificate {ThumbprintOf(Known.Other)}", $"registered {ThumbprintOf(Known.Own)}"],
        },
        new("InvalidSubjectParameter") { Method = "tls_client_auth", Facts = ["no subject parameter is registered"] },
        new("InvalidSubjectParameter") { Method = "tls_client_auth", SubjectDn = "nonsense", Facts = ["tls_client_auth_subject_dn"] },
        new("SubjectNotRegistered")
        {
            Method = "tls_client_auth",
            SubjectDn = "CN=somebody",
            Facts = ["RDN 1", "CN=somebody", "CN=client"],
        },
        new("ChainNotTrusted") { Method = "tls_client_auth", SubjectDn = "CN=client", Facts = ["UntrustedRoot"] },
        new("WeakSignature")
        {
            Method = "tls_client_auth",
            SubjectDn = "CN=client",
            Certificate = TestCertificates.Ec().WithSubject("CN=client").IssuedBy(Known.SmallRoot).Create().ToX509Certificate2(),
            Facts = ["1.2.840.113549.1.1.11"],
        },
        new("UnknownCriticalExtension")
        {
            Method = "tls_client_auth",
            SubjectDn = "CN=client",
            Certificate = TestCertificates.Ec()
                .WithSubject("CN=client")
                .IssuedBy(Known.Root)
                .WithExtensions(new X509Extension("1.3.6.1.4.1.99999.1", [5, 0], critical: true))
                .Create().ToX509Certificate2(),
            Facts = ["1.3.6.1.4.1.99999.1"],
        },
        new("CertificateRevoked")
        {
            Method = "tls_client_auth",
            SubjectDn = "CN=client",
            Certificate = Known.Issued,
            Services = static services => services.AddSingleton<IRevocationChecker>(new Revocation(RevocationStatus.Revoked)),
            Facts = [$"certificate {ThumbprintOf(Known.Issued)}", "revoked"],
        },
        new("RevocationUnknown")
        {
            Method = "tls_client_auth",
            SubjectDn = "CN=client",
            Certificate = Known.Issued,
            Services = static services => services.AddSingleton<IRevocationChecker>(new Revocation(RevocationStatus.Unknown)),
            Facts = ["this is no fault of the client", "nothing is known of the revocation"],
        },
        new("TrustAnchorsUnavailable")
        {
            Method = "tls_client_auth",
            SubjectDn = "CN=client",
            Certificate = Known.Issued,
            Services = static services => services.AddSingleton<ITrustAnchorSource, Broken>(),
            Facts = ["this is no fault of the client", "the list of authorities is not there"],
        },
        new("RootNotRegistered")
        {
            Method = "tls_client_auth",
            SubjectDn = "CN=client",
            RootDn = "CN=another root",
            Certificate = Known.Issued,
            Facts = ["CN=another root", "CN=root"],
        },
        new("RootNotRegistered")
        {
            Method = "tls_client_auth",
            SubjectDn = "CN=client",
            RootDn = "CN=root",
            Presented = PresentedCertificate.Of(
                ClientCertificate.FromX509Certificate2(Known.Issued), chain: null, isChainVerifiedByProxy: true),
            Options = TrustTheProxy,
            Facts = ["the client registered a root, and a proxy that verifies the chain does not say which root it has"],
        },
        new("ChainNotVerifiedByProxy")
        {
            Method = "tls_client_auth",
            SubjectDn = "CN=client",
            Certificate = Known.Issued,
            Options = TrustTheProxy,
            Facts = ["the proxy's verdict is missing or not the configured one"],
        },
        new("RequirementNotMet")
        {
            Services = static services => services.AddSingleton<IClientCertificateRequirement>(new Requirement(isMet: false)),
            Facts = ["role-missing: PSP_AI is demanded"],
        },
        new("RequirementUnavailable")
        {
            Services = static services => services.AddSingleton<IClientCertificateRequirement, Broken>(),
            Facts = ["this is no fault of the client", "the register does not answer"],
        },
    ];

    [TestCaseSource(nameof(Cases))]
    public async Task The_log_says_why(Refusal item)
    {
        await using TestServer server = await TestServer.StartAsync(item.Register);

        using HttpResponseMessage response = await server.PostTokenAsync(item.Form);

        FakeLogRecord line = server.Logs[^1];
        line.GetStructuredStateValue("Reason").Should().Be(item.Reason);
        line.Message.Should().NotContainAny("\r", "\n");
        item.Facts.Should().OnlyContain(fact => line.Message.Contains(fact), line.Message);
    }

    [Test]
    public async Task The_log_says_how_many_chains_are_being_validated()
    {
        Waiting checker = new();
        Refusal item = new("ChainValidationBusy")
        {
            Method = "tls_client_auth",
            SubjectDn = "CN=client",
            Certificate = Known.Issued,
            Services = services => services.AddSingleton<IRevocationChecker>(checker).Configure<MtlsAuthOptions>(static options =>
            {
                options.ChainValidation.MaximumConcurrentValidations = 1;
                options.ChainValidation.RevocationTimeout = TimeSpan.FromMinutes(1);
            }),
        };
        await using TestServer server = await TestServer.StartAsync(item.Register);
        Task<HttpResponseMessage> first = server.PostTokenAsync(item.Form);
        await checker.Entered.Task;

        using HttpResponseMessage second = await server.PostTokenAsync(item.Form);
        checker.Answer.SetResult(RevocationStatus.Good);
        using HttpResponseMessage answered = await first;

        ((int)second.StatusCode, (int)answered.StatusCode).Should().Be((503, 200));
        server.Logs.Should().ContainSingle(log => log.Id.Id == 3).Which.Message.Should().ContainAll(
            item.Reason, "this is no fault of the client", "1 chains are being validated");
    }

    [Test]
    public async Task What_a_requirement_only_reports_is_logged_and_counted()
    {
        Refusal item = new("None")
        {
            Services = static services => services.AddSingleton<IClientCertificateRequirement>(new Requirement(isMet: true)),
        };
        await using TestServer server = await TestServer.StartAsync(item.Register);
        using MetricCollector<long> violations = new(
            server.Services.GetRequiredService<IMeterFactory>(), "MtlsAuth", "mtlsauth.client_authentication.reported_violations");

        using HttpResponseMessage response = await server.PostTokenAsync(item.Form);

        ((int)response.StatusCode).Should().Be(200);
        violations.GetMeasurementSnapshot().Should().ContainSingle().Which.Tags["mtlsauth.violation"].Should().Be("roles-merged");
        server.Logs.Should().ContainSingle(log => log.Id.Id == 4).Which.Message.Should().EndWith("roles-merged: one?for all");
    }

    // The last one is logged for nobody but those who look for it: AbortedRequestTests.
    [Test]
    public void Every_reason_is_among_the_cases() =>
        Cases.Select(static item => item.Reason).Distinct().Concat(["ChainValidationBusy", "RequestAborted"]).Should().BeEquivalentTo(
            Enum.GetNames<ClientAuthenticationFailureReason>().Where(static name => name != "None"));

    private static void TrustTheProxy(MtlsAuthOptions options)
    {
        options.EnabledMethods = ["tls_client_auth"];
        options.ChainValidation.Trust = ChainTrust.Proxy;
    }

    private static Refusal Missing(PresentedCertificateStatus status, string fact) => new("MissingCertificate")
    {
        Presented = PresentedCertificate.None(status),
        Facts = [status.ToString(), fact],
    };

    private static string ThumbprintOf(X509Certificate2 certificate) =>
        ClientCertificate.FromX509Certificate2(certificate).Thumbprint.ToString();

    private static string KeyOf(X509Certificate2 certificate) =>
        ClientCertificate.FromX509Certificate2(certificate).PublicKeyThumbprint.ToString();

    /// <summary>A client that is refused, <c>c</c>, which has registered <see cref="Known.Own"/> unless the case says otherwise.</summary>
    public sealed record Refusal(string Reason)
    {
        public string Form { get; init; } = "client_id=c";

        public string? Method { get; init; } = ClientAuthenticationMethods.PubKeyTlsClientAuth;

        public string? SubjectDn { get; init; }

        public string? RootDn { get; init; }

        public string? Registered { get; init; }

        public string? JwksUri { get; init; }

        public X509Certificate2? Certificate { get; init; }

        public PresentedCertificate? Presented { get; init; }

        public Action<MtlsAuthOptions> Options { get; init; } = static options => options.EnabledMethods =
        [
            ClientAuthenticationMethods.PubKeyTlsClientAuth,
            ClientAuthenticationMethods.SelfSignedTlsClientAuth,
            ClientAuthenticationMethods.TlsClientAuth,
        ];

        public Action<IServiceCollection> Services { get; init; } = static _ => { };

        /// <summary>What has to be in the line.</summary>
        public IReadOnlyList<string> Facts { get; init; } = [];

        public void Register(IServiceCollection services)
        {
            services.AddMtlsAuth(Options).AddInMemoryClients(CreateClient());
            services.AddSingleton<ITrustAnchorSource>(Known.Anchors);
            services.AddSingleton<IClientCertificateSource>(
                Presented is null ? new FixedCertificateSource(Certificate ?? Known.Own) : new FixedCertificateSource(Presented));
            Services(services);
        }

        public override string ToString() => $"{Reason}: {string.Join(", ", Facts)}";

        private ClientMetadata CreateClient()
        {
            ClientJwkSet? keys = ClientJwkSet.FromCertificates(includeX5c: true, ClientCertificate.FromX509Certificate2(Known.Own));
            if (Registered is not null)
            {
                ClientJwkSet.TryParse(System.Text.Encoding.UTF8.GetBytes(Registered), out keys, out _).Should().BeTrue();
            }

            return new ClientMetadata
            {
                ClientId = "c",
                TokenEndpointAuthMethod = Method,
                Jwks = JwksUri is null ? keys : null,
                JwksUri = JwksUri,
                TlsClientAuthSubjectDn = SubjectDn,
                TlsClientAuthRootDn = RootDn,
            };
        }
    }

    private sealed class Broken : IClientMetadataStore, IClientJwkSetSource, ITrustAnchorSource, IClientCertificateRequirement
    {
        public ValueTask<ClientCertificateRequirementResult> CheckAsync(
            RegisteredClient client, ClientCertificate certificate, CancellationToken cancellationToken = default) =>
            throw new IOException("the register does not answer");

        public ValueTask<TrustAnchors> GetTrustAnchorsAsync(RegisteredClient client, CancellationToken cancellationToken = default) =>
            throw new IOException("the list of authorities is not there");

        public ValueTask<RegisteredClient?> FindAsync(string clientId, CancellationToken cancellationToken = default) =>
            throw new ClientMetadataUnavailableException("db1 does not answer");

        public ValueTask<ClientJwkSetResult> GetAsync(
            RegisteredClient client, bool refresh, CancellationToken cancellationToken = default) =>
            client.Metadata.JwksUri!.EndsWith("html", StringComparison.Ordinal)
                ? ValueTask.FromResult(ClientJwkSetResult.Unusable("c.example has HTML where its keys should be"))
                : throw new ClientMetadataUnavailableException("c.example does not answer");
    }

    private sealed class Requirement(bool isMet) : IClientCertificateRequirement
    {
        public ValueTask<ClientCertificateRequirementResult> CheckAsync(
            RegisteredClient client, ClientCertificate certificate, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(isMet
                ? ClientCertificateRequirementResult.Met("evidence", [new ClientCertificateFinding("roles-merged", "one\nfor all")])
                : ClientCertificateRequirementResult.NotMet(new ClientCertificateFinding("role-missing", "PSP_AI is demanded")));
    }

    private sealed class Revocation(RevocationStatus status) : IRevocationChecker
    {
        public ValueTask<RevocationStatus> CheckAsync(
            ClientCertificate certificate, IReadOnlyList<ReadOnlyMemory<byte>> chain, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(status);
    }

    private sealed class Waiting : IRevocationChecker
    {
        public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource<RevocationStatus> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async ValueTask<RevocationStatus> CheckAsync(
            ClientCertificate certificate, IReadOnlyList<ReadOnlyMemory<byte>> chain, CancellationToken cancellationToken = default)
        {
            Entered.SetResult();
            return await Answer.Task.WaitAsync(cancellationToken);
        }
    }

    private static byte[] Replace(byte[] octets, ReadOnlySpan<byte> part, ReadOnlySpan<byte> other)
    {
        byte[] replaced = [.. octets];
        other.CopyTo(replaced.AsSpan(octets.AsSpan().IndexOf(part)));
        return replaced;
    }

    private static class Known
    {
        public static X509Certificate2 Root { get; } = TestCertificates.Authority("CN=root").Create().ToX509Certificate2();

        public static X509Certificate2 SmallRoot { get; } = TestCertificates.Ec()
            .WithSubject("CN=small root")
            .AsAuthority()
            .WithKey(RSA.Create(1024))
            .Create().ToX509Certificate2();

        public static X509Certificate2 Issued { get; } =
            TestCertificates.Ec().WithSubject("CN=client").IssuedBy(Root).Create().ToX509Certificate2();

        public static X509Certificate2 Own { get; } = TestCertificates.Ec().WithSubject("CN=client").Create().ToX509Certificate2();

        public static byte[] OwnOfUnknownVersion { get; } = Replace(Own.RawData, [0xA0, 3, 2, 1, 2], [0xA0, 3, 2, 1, 9]);

        public static X509Certificate2 Other { get; } = TestCertificates.Ec().WithSubject("CN=other").Create().ToX509Certificate2();

        public static TrustAnchors Anchors { get; } = TrustAnchors.FromCertificates(
            ClientCertificate.FromX509Certificate2(Root), ClientCertificate.FromX509Certificate2(SmallRoot));
    }
}
