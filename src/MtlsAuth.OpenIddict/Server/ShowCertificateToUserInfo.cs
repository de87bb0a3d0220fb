using MtlsAuth.AspNetCore;
using MtlsAuth.OpenIddict.Certificates;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace MtlsAuth.OpenIddict.Server;

/// <summary>Shows OpenIddict the certificate at the userinfo endpoint, where access tokens that are bound are compared with it.</summary>
internal sealed class ShowCertificateToUserInfo(IClientCertificateSource certificates)
    : IOpenIddictServerHandler<ExtractUserInfoRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } = OpenIddictServerHandlerDescriptor
        .CreateBuilder<ExtractUserInfoRequestContext>()
        .UseSingletonHandler<ShowCertificateToUserInfo>()
        .SetOrder(OpenIddictServerAspNetCoreHandlers.ExtractClientCertificate<ExtractUserInfoRequestContext>.Descriptor.Order)
        .SetType(OpenIddictServerHandlerType.Custom)
        .Build();

    public ValueTask HandleAsync(ExtractUserInfoRequestContext context)
    {
        context.Transaction.RemoteCertificate = RequestCertificate.Find(context.GetHttpContext(), certificates);
        return ValueTask.CompletedTask;
    }
}
