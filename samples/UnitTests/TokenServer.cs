using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MtlsAuth;
using MtlsAuth.AspNetCore;
using MtlsAuth.Testing;

namespace UnitTests;

/// <summary>The application under test, samples/ExistingServer as it is, in TestServer and with clients of the test's own.</summary>
internal sealed class TokenServer(ClientMetadata client, Action<MtlsAuthBuilder>? configure = null) : WebApplicationFactory<Program>
{
    /// <summary>The ids of the events that the library has logged.</summary>
    public IEnumerable<int> EventIds => Services.GetFakeLogCollector().GetSnapshot()
        .Where(static record => record.Category == "MtlsAuth")
        .Select(static record => record.Id.Id);

    /// <summary>Asks for a token in the client's name; answers with the token, or with the error.</summary>
    public async Task<string?> RequestTokenAsync(Action<HttpRequestMessage> bring)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "/token")
        {
            Content = new FormUrlEncodedContent(
                [KeyValuePair.Create("grant_type", "client_credentials"), KeyValuePair.Create("client_id", client.ClientId)]),
        };
        bring(request);
        using HttpClient http = CreateClient();
        using HttpResponseMessage response = await http.SendAsync(request);
        JsonElement answer = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        return answer.GetProperty(response.IsSuccessStatusCode ? "access_token" : "error").GetString();
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("Clients", Path.Combine(AppContext.BaseDirectory, "clients.json"));
        builder.ConfigureLogging(static logging => logging.ClearProviders().AddFakeLogging());
        builder.ConfigureTestServices(services =>
        {
            MtlsAuthBuilder mtls = services.AddMtlsAuth().AddInMemoryClients(client);
            configure?.Invoke(mtls);
            services.AddFakeClientCertificate();
        });
    }
}
