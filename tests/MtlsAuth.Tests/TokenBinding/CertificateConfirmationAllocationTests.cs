using System.Text;
using MtlsAuth.Certificates;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.TokenBinding;

public sealed class CertificateConfirmationAllocationTests
{
    private static readonly ClientCertificate Certificate = TestVectors.ReadCertificate("rfc8705-appendix-a.pem");
    private static readonly string Cnf = new CertificateConfirmation(Certificate).ToJson();
    private static readonly byte[] Utf8Cnf = Encoding.UTF8.GetBytes(Cnf);
    private static readonly string Text = Certificate.Thumbprint.ToString();

    [Test]
    public void Check_allocates_nothing_for_UTF8() =>
        MeasureAllocation(static () => CertificateConfirmation.Check(Utf8Cnf, Certificate.Thumbprint)).Should().Be(0);

    [Test]
    public void Check_allocates_nothing_for_text() =>
        MeasureAllocation(static () => CertificateConfirmation.Check(Cnf, Certificate.Thumbprint)).Should().Be(0);

    [Test]
    public void CheckThumbprint_allocates_nothing() =>
        MeasureAllocation(static () => CertificateConfirmation.CheckThumbprint(Text, Certificate.Thumbprint)).Should().Be(0);

    private static long MeasureAllocation(Func<ConfirmationResult> check)
    {
        for (int i = 0; i < 100; i++)
        {
            check().Outcome.Should().Be(ConfirmationOutcome.Matches);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            check();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
