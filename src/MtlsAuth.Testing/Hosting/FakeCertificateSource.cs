using Microsoft.AspNetCore.Http;
using MtlsAuth.AspNetCore;

namespace MtlsAuth.Testing.Hosting;

/// <summary>The certificate that a test chose for the request; where it chose none, what the application's own source says.</summary>
internal sealed class FakeCertificateSource(IClientCertificateSource inner) : IClientCertificateSource
{
    public PresentedCertificate GetCertificate(HttpContext context) =>
        context.Features.Get<FakeCertificate>()?.Presented ?? inner.GetCertificate(context);
}
