using MtlsAuth;
using MtlsAuth.AspNetCore;

namespace ExistingServer;

/// <summary>Puts the server together.</summary>
public static class Server
{
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        string issuer = builder.Configuration["Issuer"] ?? "https://localhost:5001";
        builder.Services.AddSingleton(ClientTable.Load(builder.Configuration["Clients"] ?? "clients.json"));
        builder.Services.AddSingleton(new ClientAssertions(issuer, TimeProvider.System));
        builder.Services.AddSingleton(new TokenIssuer(issuer));
        builder.Services.AddSingleton<TokenEndpoint>();
        builder.Services.AddMtlsAuth().AddClientMetadataStore<MtlsClients>(); // added
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.RequestClientCertificates()); // added

        WebApplication app = builder.Build();
        app.MapPost("/token", static async (HttpContext context, TokenEndpoint endpoint) =>
            await (await context.AuthenticateMtlsClientAsync()).Match( // added
                ours => endpoint.IssueAsync(context, ours.Client.ClientId, new CertificateConfirmation(ours.Certificate)), // added
                refused => context.WriteOAuthErrorAsync(refused.Error), // added
                notOurs => endpoint.HandleAsync(context))); // added around the call that was there
        return app;
    }
}
