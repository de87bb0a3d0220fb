using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace MtlsAuth.AspNetCore.Tests.Samples;

/// <summary>Clients of the sample authorization server manage their registration (RFC 7592).</summary>
public sealed class RegistrationManagementTests
{
    private readonly TemporaryFolder _data = new();
    private AuthorizationServerProcess _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await AuthorizationServerProcess.StartAsync(_data.FullPath);

    [OneTimeTearDown]
    public void Dispose()
    {
        _server?.Dispose();
        _data.Dispose();
    }

    [Test]
    public async Task A_client_reads_its_registration()
    {
        using SampleClient client = await RegisterAsync();

        using HttpResponseMessage response = await client.ManageAsync(_server, HttpMethod.Get);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Headers.CacheControl!.NoStore.Should().BeTrue();
        JsonElement read = await response.Content.ReadFromJsonAsync<JsonElement>();
        read.GetRawText().Should().Be(client.Registration.GetRawText());
    }

    [Test]
    public async Task A_client_replaces_its_registration()
    {
        using SampleClient client = await RegisterAsync();
        string named = client.CreateMetadata($",\"client_id\":\"{client.Id}\",\"client_name\":\"Example\"");

        using HttpResponseMessage response = await client.ManageAsync(_server, HttpMethod.Put, named);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("client_name").GetString().Should().Be("Example");
        (await client.GetTokenAsync(_server)).Status.Should().Be(HttpStatusCode.OK);
    }

    [Test]
    public async Task A_client_removes_its_registration()
    {
        using SampleClient client = await RegisterAsync();

        using HttpResponseMessage response = await client.ManageAsync(_server, HttpMethod.Delete);

        response.StatusCode.Should().Be(HttpStatusCode.NoContent);
        (await client.GetTokenAsync(_server)).Status.Should().Be(HttpStatusCode.Unauthorized);
        using HttpResponseMessage again = await client.ManageAsync(_server, HttpMethod.Get);
        again.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [TestCase("GET")]
    [TestCase("PUT")]
    [TestCase("DELETE")]
    public async Task Another_token_manages_nothing(string method)
    {
        using SampleClient client = await RegisterAsync();
        using SampleClient other = await RegisterAsync();
        string token = other.Registration.GetProperty("registration_access_token").GetString()!;

        using HttpResponseMessage response =
            await client.ManageAsync(_server, new HttpMethod(method), method == "PUT" ? client.CreateMetadata() : null, token);

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        response.Headers.WwwAuthenticate.ToString().Should().Be("Bearer error=\"invalid_token\"");
        (await response.ReadErrorAsync()).Should().Be("invalid_token");
        (await client.GetTokenAsync(_server)).Status.Should().Be(HttpStatusCode.OK);
    }

    [TestCase("{}")]
    [TestCase("[")]
    [TestCase("")]
    public async Task A_broken_replacement_changes_nothing(string body)
    {
        using SampleClient client = await RegisterAsync();

        using HttpResponseMessage response = await client.ManageAsync(_server, HttpMethod.Put, body);

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await client.GetTokenAsync(_server)).Status.Should().Be(HttpStatusCode.OK);
    }

    [Test]
    public async Task A_replacement_that_is_too_long_changes_nothing()
    {
        using SampleClient client = await RegisterAsync();

        using HttpResponseMessage response = await client.ManageAsync(_server, HttpMethod.Put, new string(' ', 70_000));

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await response.ReadErrorAsync()).Should().Be("invalid_client_metadata");
    }

    private async Task<SampleClient> RegisterAsync()
    {
        SampleClient client = new();
        await client.RegisterAsync(_server);
        return client;
    }
}
