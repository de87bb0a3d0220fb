using System.Reflection;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MtlsAuth;
using MtlsAuth.Certificates;
using MtlsAuth.EntityFrameworkCore;
using MtlsAuth.Registration;

// A client is added to a database, authenticates, changes its key while somebody else changes it as well, and is removed.
string file = Path.GetTempFileName();
ServiceCollection services = new();
services.AddDbContextPool<SmokeContext>(options => options.UseSqlite($"Data Source={file};Pooling=False"));
services.AddMtlsEntityFrameworkStore<SmokeContext>();
await using ServiceProvider provider = services.BuildServiceProvider();
await using (AsyncServiceScope scope = provider.CreateAsyncScope())
{
    await scope.ServiceProvider.GetRequiredService<SmokeContext>().Database.EnsureCreatedAsync();
}

IClientRegistry registry = provider.GetRequiredService<IClientRegistry>();
ClientCertificateAuthenticator authenticator = new(provider.GetRequiredService<IClientMetadataStore>());
ClientCertificate first = MakeCertificate();
ClientCertificate second = MakeCertificate();

ClientRecord added = (await registry.AddAsync(MakeClient(first))).Record!;
bool firstIn = await AuthenticatesAsync(first);
bool replaced = (await registry.ReplaceAsync(added with { Metadata = MakeClient(second) })).IsDone;
ClientRegistryResult tooLate = await registry.ReplaceAsync(added);
bool secondIn = await AuthenticatesAsync(second);
bool firstOut = !await AuthenticatesAsync(first);
int count = (await registry.ListAsync()).Records.Count;
ClientRecord current = (await registry.FindAsync("smoke")).Record!;
bool removed = (await registry.RemoveAsync("smoke", current.Version!)).IsDone;
bool secondOut = !await AuthenticatesAsync(second);
File.Delete(file);

string entityFramework = typeof(DbContext).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
bool isGood = firstIn && replaced && secondIn && firstOut && count == 1 && removed && secondOut
    && tooLate.Failure == ClientRegistryFailureReason.Conflict;
Console.WriteLine($"{Environment.Version}, Entity Framework Core {entityFramework.Split('+')[0]}: {(isGood ? "good" : "not good")}");
return isGood ? 0 : 1;

async Task<bool> AuthenticatesAsync(ClientCertificate certificate) => (await authenticator.AuthenticateAsync(new()
{
    ClientId = "smoke",
    Presented = PresentedCertificate.Of(certificate),
})).IsAuthenticated;

static ClientMetadata MakeClient(ClientCertificate certificate) => new()
{
    ClientId = "smoke",
    TokenEndpointAuthMethod = ClientAuthenticationMethods.PubKeyTlsClientAuth,
    Jwks = ClientJwkSet.FromCertificates(includeX5c: false, certificate),
};

static ClientCertificate MakeCertificate()
{
    using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    CertificateRequest request = new("CN=smoke", key, HashAlgorithmName.SHA256);
    using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    return ClientCertificate.FromX509Certificate2(certificate);
}

internal sealed class SmokeContext(DbContextOptions<SmokeContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.UseMtlsAuth();
}
