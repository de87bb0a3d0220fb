using Microsoft.AspNetCore.Http;
using MtlsAuth.AspNetCore.Endpoints;

namespace MtlsAuth.AspNetCore.Tests.Endpoints;

public sealed class FormBodyTests
{
    private const string FormType = "application/x-www-form-urlencoded";

    [TestCase("POST", FormType, true)]
    [TestCase("POST", FormType + "; charset=utf-8", true)]
    [TestCase("POST", "application/json", false)]
    [TestCase("POST", null, false)]
    [TestCase("PUT", FormType, false)]
    [TestCase("GET", null, false)]
    public void IsIn_finds_forms_that_are_posted(string method, string? contentType, bool expected) =>
        FormBody.IsIn(Request(method, contentType)).Should().Be(expected);

    // What is not asked for need not be sent (RFC 9110 §10.1.1).
    [TestCase(100, null, 16)]
    [TestCase(101, RequestMalformation.TooLong, 0)]
    public async Task ReadAsync_reads_nothing_of_a_body_that_is_announced_as_too_long(int announced, string? malformation, int position)
    {
        HttpRequest request = Request("POST", FormType);
        request.ContentLength = announced;
        request.Body = new MemoryStream("client_id=client"u8.ToArray());

        FormBody body = await FormBody.ReadAsync(request, maximumLength: 100, CancellationToken.None);

        body.Malformation.Should().Be(malformation);
        request.Body.Position.Should().Be(position);
    }

    private static HttpRequest Request(string method, string? contentType) =>
        new DefaultHttpContext { Request = { Method = method, ContentType = contentType } }.Request;
}
