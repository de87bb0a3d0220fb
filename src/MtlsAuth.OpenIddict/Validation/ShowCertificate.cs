using Microsoft.AspNetCore;
using MtlsAuth.AspNetCore;
using MtlsAuth.OpenIddict.Certificates;
using OpenIddict.Validation;
using OpenIddict.Validation.AspNetCore;
using static OpenIddict.Validation.OpenIddictValidationEvents;

namespace MtlsAuth.OpenIddict.Validation;

/// <summary>Shows OpenIddict's validation the certificate with which it compares access tokens that are bound.</summary>
internal sealed class ShowCertificate(IClientCertificateSource certificates)
    : IOpenIddictValidationHandler<ProcessAuthenticationContext>
{
    public static OpenIddictValidationHandlerDescriptor Descriptor { get; } = OpenIddictValidationHandlerDescriptor
        .CreateBuilder<ProcessAuthenticationContext>()
        .AddFilter<OpenIddictValidationAspNetCoreHandlerFilters.RequireHttpRequest>()
        .UseSingletonHandler<ShowCertificate>()
        .SetOrder(OpenIddictValidationAspNetCoreHandlers.ExtractClientCertificate.Descriptor.Order)
        .SetType(OpenIddictValidationHandlerType.Custom)
        .Build();

    public ValueTask HandleAsync(ProcessAuthenticationContext context)
    {
        context.Transaction.RemoteCertificate = RequestCertificate.Find(context.Transaction.GetHttpRequest()!.HttpContext, certificates);
        return ValueTask.CompletedTask;
    }
}
