using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MtlsAuth.Testing;

namespace MtlsAuth.AspNetCore.Tests;

/// <summary>Authorities whose certificates clients send along, with other names in each run.</summary>
/// <remarks>
/// The platform keeps such certificates in the user's store while a client uses them. What a run leaves there that is killed in the middle
/// must not be taken for an authority of the next one, or of other tests.
/// </remarks>
internal static class SentAuthority
{
    private static readonly string Run = RandomNumberGenerator.GetHexString(16);

    public static X509Certificate2 Create(string name, X509Certificate2 issuer) =>
        TestCertificates.Ec().WithSubject($"CN={name} {Run}").IssuedBy(issuer).AsAuthority().Create().ToX509Certificate2();
}
