namespace MtlsAuth.AspNetCore.Tests.Forwarding;

public sealed class ForwardedCertificateSourceTests
{
    private const string Secret = "k3Jq8Zp0Wn5vYt7Ls2Hd9Rb4Gf6Xc1Mu";
    private const string NextSecret = "7f3a9c0be41d58263fd0a97c15be8420";
    private const string SecretName = "Sec-Client-X509-Cert-" + NextSecret;

    private static readonly string Header = $"X-Client-Cert: {ForwardingServer.Value}\r\n";

    private static readonly TestCaseData<string, string, string>[] Refusals =
    [
        Refusal("no header", "", "HeaderAbsent", "MissingCertificate"),
        Refusal("another spelling alone", Imitation("X_Client_Cert"), "HeaderAbsent", "MissingCertificate"),
        Refusal("empty", "X-Client-Cert:\r\n", "HeaderEmpty", "MissingCertificate"),
        Refusal("white space", "X-Client-Cert: \t \r\n", "HeaderEmpty", "MissingCertificate"),
        Refusal("empty quotes", "X-Client-Cert: \"\"\r\n", "HeaderEmpty", "MissingCertificate"),
        Refusal("(null)", "X-Client-Cert: (null)\r\n", "HeaderNull", "MissingCertificate"),
        Refusal("no base64", "X-Client-Cert: MIIB!\r\n", "HeaderMalformed", "CertificateRefused"),
        Refusal("trailing comma", Header.TrimEnd() + ",\r\n", "HeaderMalformed", "CertificateRefused"),
        Refusal("too large", "X-Client-Cert: " + new string('A', 3_000) + "\r\n", "HeaderTooLarge", "CertificateRefused"),
        Refusal("two lines", Header + Header, "HeaderDuplicated", "CertificateRefused"),
        Refusal("a line and an empty one", Header + "X-Client-Cert:\r\n", "HeaderDuplicated", "CertificateRefused"),
        Refusal("two lines in other case", Header + Header.ToUpperInvariant(), "HeaderDuplicated", "CertificateRefused"),
        Refusal("beside another spelling", Header + Imitation("X_Client_Cert"), "HeaderDuplicated", "CertificateRefused"),
        Refusal("behind another spelling", Imitation("x-client_cert") + Header, "HeaderDuplicated", "CertificateRefused"),
    ];

    [Test]
    public async Task Certificate_of_the_header_authenticates()
    {
        await using ForwardingServer server = await ForwardingServer.StartAsync();

        (int status, string body) = await server.SendAsync(Header);

        (status, body.Contains("client")).Should().Be((200, true));
    }

    [TestCaseSource(nameof(Refusals))]
    public async Task Anything_else_is_refused_for_its_own_reason(string lines, string certificate, string reason)
    {
        await using ForwardingServer server = await ForwardingServer.StartAsync(static options => options.MaximumLength = 800);

        (int status, _) = await server.SendAsync(lines);

        (status, server.LastStatus, server.LastReason).Should().Be((401, certificate, reason));
        server.Attempts.LastMeasurement!.Tags["mtlsauth.certificate.status"].Should().Be(certificate);
    }

    [Test]
    public async Task Header_without_proof_is_ignored_counted_and_warned_of()
    {
        await using ForwardingServer server = await ForwardingServer.StartAsync(
            static options => options.KnownProxies.Add("10.0.0.1"), isKnownProxy: false);

        (int status, _) = await server.SendAsync(Header);
        await server.SendAsync(Header);

        (status, server.LastStatus, server.LastReason).Should().Be((401, "HeaderUntrusted", "MissingCertificate"));
        server.UntrustedHeaders.GetMeasurementSnapshot().Should().HaveCount(2);
        server.Log.Where(static record => record is { Category: "MtlsAuth", Id.Id: 7 }).Should().ContainSingle();
    }

    [Test]
    public async Task Request_without_the_header_raises_no_alarm()
    {
        await using ForwardingServer server = await ForwardingServer.StartAsync(
            static options => options.KnownProxies.Add("10.0.0.1"), isKnownProxy: false);

        await server.SendAsync("");

        server.LastStatus.Should().Be("HeaderAbsent");
        server.UntrustedHeaders.GetMeasurementSnapshot().Should().BeEmpty();
    }

    [TestCase(SecretName, 200)]
    [TestCase("SEC-CLIENT-X509-CERT-7F3A9C0BE41D58263FD0A97C15BE8420", 200)]
    [TestCase("X-Client-Cert", 401)]
    [TestCase("Sec-Client-X509-Cert-7f3a9c0be41d58263fd0a97c15be8421", 401)]
    public async Task Secret_name_is_a_proof(string name, int expected)
    {
        await using ForwardingServer server = await ForwardingServer.StartAsync(
            static options => options.SecretHeaderName = SecretName, isKnownProxy: false);

        (int status, _) = await server.SendAsync($"{name}: {ForwardingServer.Value}\r\n");

        status.Should().Be(expected);
    }

    [TestCase($"X-Secret: {Secret}\r\n", 200)]
    [TestCase($"x-secret: {NextSecret}\r\n", 200)]
    [TestCase("", 401)]
    [TestCase("X-Secret: wrong\r\n", 401)]
    [TestCase($"X_Secret: {Secret}\r\n", 401)]
    [TestCase($"X-Secret: {Secret}\r\nX-Secret: {Secret}\r\n", 401)]
    public async Task Shared_secret_is_a_proof(string lines, int expected)
    {
        await using ForwardingServer server = await ForwardingServer.StartAsync(SetSecrets, isKnownProxy: false);

        (int status, _) = await server.SendAsync(Header + lines);

        status.Should().Be(expected);
    }

    [TestCase("127.0.0.1", SecretName, Secret, 200)]
    [TestCase("10.0.0.1", SecretName, Secret, 401)]
    [TestCase("127.0.0.1", "X-Client-Cert", Secret, 401)]
    [TestCase("127.0.0.1", SecretName, "wrong", 401)]
    public async Task All_proofs_are_needed(string address, string name, string secret, int expected)
    {
        await using ForwardingServer server = await ForwardingServer.StartAsync(
            options =>
            {
                SetSecrets(options);
                options.SecretHeaderName = SecretName;
                options.KnownProxies.Add(address);
            },
            isKnownProxy: false);

        (int status, _) = await server.SendAsync($"{name}: {ForwardingServer.Value}\r\nX-Secret: {secret}\r\n");

        status.Should().Be(expected);
    }

    [TestCase("X-Client-Verify: SUCCESS\r\n", 200)]
    [TestCase("X-Client-Verify: success\r\n", 401)]
    [TestCase("X-Client-Verify: FAILED:self-signed certificate\r\n", 401)]
    [TestCase("X-Client-Verify: NONE\r\n", 401)]
    [TestCase("X-Client-Verify:\r\n", 401)]
    [TestCase("X-Client-Verify: SUCCESS\r\nX-Client-Verify: SUCCESS\r\n", 401)]
    [TestCase("X_Client_Verify: SUCCESS\r\n", 401)]
    [TestCase("", 401)]
    public async Task Verdict_of_the_proxy_decides_on_chains(string lines, int expected)
    {
        await using ForwardingServer server = await StartWithVerdictsAsync();

        (int status, _) = await server.SendAsync(Header + lines, clientId: "pki");

        (status, server.LastReason).Should().Be((expected, expected == 200 ? null : "ChainNotVerifiedByProxy"));
    }

    [TestCase("X-Client-Verify: FAILED:self-signed certificate\r\n")]
    [TestCase("")]
    public async Task Verdict_is_not_asked_for_by_methods_that_compare_keys(string lines)
    {
        await using ForwardingServer server = await StartWithVerdictsAsync();

        (int status, _) = await server.SendAsync(Header + lines);

        status.Should().Be(200);
    }

    private static string Imitation(string name) => $"{name}: {ForwardingServer.Value}\r\n";

    private static TestCaseData<string, string, string> Refusal(string name, string lines, string certificate, string reason) =>
        new(lines, certificate, reason) { TestName = $"Anything_else_is_refused_for_its_own_reason({name})" };

    private static Task<ForwardingServer> StartWithVerdictsAsync() => ForwardingServer.StartAsync(
        static options => (options.VerificationHeaderName, options.VerificationSuccess) = ("X-Client-Verify", "SUCCESS"),
        static options =>
        {
            options.EnabledMethods = [ClientAuthenticationMethods.PubKeyTlsClientAuth, ClientAuthenticationMethods.TlsClientAuth];
            options.ChainValidation.Trust = ChainTrust.Proxy;
        });

    private static void SetSecrets(ForwardedCertificateOptions options)
    {
        options.SharedSecretHeaderName = "X-Secret";
        options.SharedSecrets.Add(Secret);
        options.SharedSecrets.Add(NextSecret);
    }
}
