namespace MtlsAuth.OpenIddict.Tests.Server;

/// <summary>.NET makes no TLS connections with Ed25519 certificates. Proxies do, and put them into their header.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed class Ed25519MatrixTests() : MatrixFixture(isProxied: true)
{
    [Test]
    public Task A_registered_key_gets_a_token_and_another_does_not(
        [Values] KeyForm form, [Values("pub_key_tls_client_auth", "self_signed_tls_client_auth")] string method) =>
        TryKeyBoundMethodAsync(ClientKind.Ed25519, form, method);

    [Test]
    public Task A_registered_subject_gets_a_token_and_another_does_not() => TryTlsClientAuthAsync(ClientKind.Ed25519);
}
