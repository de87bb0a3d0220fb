using MtlsAuth.Registration;

namespace MtlsAuth.Tests.Registration;

internal static class ClientRegistrationReportExtensions
{
    public static ClientRegistrationReportAssertions Should(this ClientRegistrationReport report) => new(report);
}
