namespace MtlsAuth.Tests.Trust;

public sealed class ChainValidatorOptionsTests
{
    [Test]
    public void FindErrors_says_of_each_setting_what_it_may_be() =>
        new ChainValidatorOptions
        {
            Trust = (ChainTrust)9,
            RevocationTimeout = TimeSpan.Zero,
            RevocationUnknown = CertificateCheck.Ignore,
            MaximumConcurrentRevocationChecks = 65,
            CacheCapacity = 0,
        }.FindErrors().Select(error => error.ToString()).Should().Equal(
            "Trust is 9; it has to be one of Platform, Proxy.",
            "RevocationTimeout is 00:00:00; it has to be from 00:00:00.0000001 to 00:01:00 (d.hh:mm:ss).",
            "RevocationUnknown is Ignore; it has to be Enforce or Report; to ask nobody, set RevocationMode to NoCheck.",
            "MaximumConcurrentRevocationChecks is 65; it has to be from 1 to 64.",
            "CacheCapacity is 0; it has to be 1 at least.");
}
