using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;

namespace MtlsAuth.AspNetCore.Tests.Endpoints;

/// <summary>What is malformed about a request reaches the log and the client, whose developer it helps.</summary>
public sealed class RequestMalformationTests
{
    private const string FormType = "application/x-www-form-urlencoded";

    private readonly TestClient _client = new();
    private TestServer _server = null!;
    private HttpClient _http = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await TestServer.StartAsync(_client.Metadata);
        _http = _server.CreateClient(_client.Certificate);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
        _client.Dispose();
    }

    [TestCase("", "client_id=client", null, "The body must be application/x-www-form-urlencoded, and there is no Content-Type")]
    [TestCase("", "{}", "application/json", "The body must be application/x-www-form-urlencoded and not JSON")]
    [TestCase("", "{}", "application/json; charset=utf-8", "The body must be application/x-www-form-urlencoded and not JSON")]
    [TestCase("", "{}", "application/vnd.api+json", "The body must be application/x-www-form-urlencoded and not JSON")]
    [TestCase(
        "",
        "--x--",
        "multipart/form-data; boundary=x",
        "The body must be application/x-www-form-urlencoded and not multipart/form-data")]
    [TestCase("", "a", "text/plain", "The body must be application/x-www-form-urlencoded")]
    [TestCase("", "a", "/", "The body must be application/x-www-form-urlencoded")]
    [TestCase("?client_id=client", "a=b", FormType, "client_id must be in the body and not in the address")]
    [TestCase("?client_id=client", "", null, "client_id must be in the body and not in the address")]
    [TestCase("?client_secret=s3cr3t", "client_id=client", FormType, "client_secret must be in the body and not in the address")]
    [TestCase("", "client_id=client&client_id=client", FormType, "client_id is repeated")]
    [TestCase("", "client_id=client&client_secret=s3cr3t&client_secret=s3cr3t", FormType, "client_secret is repeated")]
    [TestCase("", "client_id=client&client_assertion=s3cr3t&client_assertion=", FormType, "client_assertion is repeated")]
    [TestCase("", "client_assertion_type=a&client_assertion_type=b", FormType, "client_assertion_type is repeated")]
    [TestCase("", "client_secret=a&client_secret=b&client_id=a&client_id=b", FormType, "client_id is repeated")]
    [TestCase(
        "",
        "client_id=%00",
        FormType,
        "The body has too many parameters, a name that is too long, or a character that is not allowed")]
    public async Task Log_and_client_are_told(string query, string body, string? contentType, string malformation) =>
        await ShouldBeToldAsync(query, new ByteArrayContent(Encoding.UTF8.GetBytes(body)), contentType, malformation);

    [Test]
    public async Task Log_and_client_are_told_of_a_body_that_is_too_long([Values] bool chunked)
    {
        byte[] body = Encoding.ASCII.GetBytes("client_id=client".PadRight(65_537, 'a'));

        await ShouldBeToldAsync("", new ByteArrayContent(body), FormType, "The body is too long", chunked);
    }

    [Test]
    public async Task Log_and_client_are_told_of_another_method_than_POST()
    {
        await using TestServer server = await TestServer.StartAsync(
            services => services.AddMtlsAuth().AddInMemoryClients(_client.Metadata),
            static app => app.MapMethods("/token", ["PUT"], static () => "reached").RequireMtlsClient());
        using HttpClient http = server.CreateClient(_client.Certificate);
        using StringContent form = new("client_id=client", null, FormType);

        using HttpResponseMessage response = await http.PutAsync("/token", form);

        (await response.ReadDescriptionAsync()).Should().Be("The request must be a POST");
    }

    private async Task ShouldBeToldAsync(
        string query, HttpContent content, string? contentType, string malformation, bool chunked = false)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "/token" + query) { Content = content };
        request.Headers.TransferEncodingChunked = chunked;
        if (contentType is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        using HttpResponseMessage response = await _http.SendAsync(request);

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await response.ReadDescriptionAsync()).Should().Be(malformation);
        _server.Logs[^1].GetStructuredStateValue("Reason").Should().Be("MalformedRequest");
        _server.Logs[^1].GetStructuredStateValue("Detail").Should().Be(malformation);
        _server.AllLogs.Should().NotContain(record => record.Category == "MtlsAuth"
            && record.Message.Contains("s3cr3t", StringComparison.Ordinal));
    }
}
