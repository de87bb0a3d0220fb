using Microsoft.Extensions.DependencyInjection;

namespace MtlsAuth.AspNetCore;

/// <summary>Says where <c>AddMtlsCertificates</c> finds the certificates of clients.</summary>
public sealed class MtlsCertificatesBuilder : MtlsBuilder<MtlsCertificatesBuilder>
{
    internal MtlsCertificatesBuilder(IServiceCollection services)
        : base(services)
    {
    }
}
