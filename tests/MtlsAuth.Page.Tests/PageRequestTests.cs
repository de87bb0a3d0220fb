using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MtlsAuth.AspNetCore.Tests;
using MtlsAuth.AspNetCore.Tests.Samples;
using MtlsAuth.Testing;

namespace MtlsAuth.Page.Tests;

/// <summary>Requests to the page that no browser would send, or that nobody should.</summary>
public sealed class PageRequestTests
{
    private static readonly string Pem = Certificates.CreatePem();

    private static IEnumerable<TestCaseData> Unreadable()
    {
        yield return Case("Nonsense", "nonsense", "NoCertificate", null);
        yield return Case("A_private_key", MakeKey(), "PrivateKeyPresent", null);
        yield return Case("A_strange_character", Pem.Insert(40, "!"), "MalformedPem", "line 2, character 13, which is not base64");
        yield return Case("No_end", Pem[..200], "MalformedPem", "the block that begins at line 1, character 1 has no end");
        yield return Case(
            "Base64_that_is_not_whole",
            "-----BEGIN CERTIFICATE-----\nMIIB\nMII\n-----END CERTIFICATE-----",
            "MalformedPem",
            "the base64 that ends at line 4, character 1 is not whole");
        yield return Case(
            "DER_in_a_second_block",
            $"{Pem}\n{PemEncoding.WriteString("CERTIFICATE", [0x30, 0x05, 0x02, 0x01])}",
            "MalformedDer",
            $"octet 4 of the DER that the block at line {Pem.Count('\n') + 2}, character 1 stands for");
        yield return Case("A_header_of_RFC_9440", "Client-Cert: :AAAA:", "MalformedDer", "octet 0 of 3 of the DER");
        yield return Case("A_header_of_nginx", "-----BEGIN%20CERTIFICATE-----%0AMII%", "MalformedPercentEncoding", null);
        yield return Case("A_header_of_HAProxy", "MIIabc", "MalformedBase64", null);

        static TestCaseData Case(string name, string text, string reason, string? place) =>
            new TestCaseData(text, reason, place).SetArgDisplayNames(name);
    }

    private static IEnumerable<TestCaseData> Forms()
    {
        using X509Certificate2 certificate = X509Certificate2.CreateFromPem(Pem);
        string base64 = Convert.ToBase64String(certificate.RawData);
        yield return Case("PEM", Pem);
        yield return Case("PEM", $"Subject: explained\n{Pem}\n");
        byte[] pkcs7 = new X509Certificate2Collection(certificate).Export(X509ContentType.Pkcs7)!;
        yield return Case("PKCS #7 in PEM", PemEncoding.WriteString("PKCS7", pkcs7));
        yield return Case("header as in RFC 9440", $"Client-Cert: :{base64}:");
        yield return Case("header as in RFC 9440", $":{base64}:");
        yield return Case("header with percent-encoded PEM", Uri.EscapeDataString(Pem));
        yield return Case("header with DER in base64", base64);
        yield return Case("header of Traefik", $"X-Forwarded-Tls-Client-Cert: {base64},{base64}");
        yield return Case(
            "header of Envoy",
            $"Hash={Convert.ToHexStringLower(SHA256.HashData(certificate.RawData))};Cert=\"{Uri.EscapeDataString(Pem)}\"");

        static TestCaseData Case(string form, string text) => new TestCaseData(form, text).SetArgDisplayNames(form, $"{text.Length}");
    }

    [TestCaseSource(nameof(Unreadable))]
    public async Task What_is_no_certificate_is_refused_with_the_reason_and_the_place(string text, string reason, string? place)
    {
        using HttpResponseMessage response = await PostAsync("/ui", Form(text));

        response.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        string page = WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
        page.Should().Contain($"<dd><code>{reason}</code></dd>");
        if (place is null)
        {
            page.Should().NotContain("<dt>Place</dt>");
        }
        else
        {
            page.Should().Contain($"<dt>Place</dt><dd>{place}</dd>");
        }
    }

    [Test]
    public async Task A_private_key_is_not_sent_back()
    {
        string key = MakeKey();

        using HttpResponseMessage response = await PostAsync("/ui", Form(key + Pem));

        response.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync()).Should().NotContain(key[40..80]);
    }

    [Test]
    public async Task The_octet_is_named_at_which_DER_breaks()
    {
        using X509Certificate2 certificate = X509Certificate2.CreateFromPem(Pem);
        byte[] der = certificate.RawData;

        using HttpResponseMessage response = await PostAsync("/ui", FileForm(der[..100]));

        response.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await response.Content.ReadAsStringAsync()).Should().Contain("octet 100 of 100 of the DER");
    }

    [Test]
    public async Task The_field_is_named_that_is_wrong()
    {
        using X509Certificate2 certificate = X509Certificate2.CreateFromPem(Pem);
        byte[] der = certificate.RawData;
        byte[] version3 = [0xA0, 0x03, 0x02, 0x01, 0x02];
        int serialNumber = der.AsSpan().IndexOf(version3) + version3.Length;
        der[serialNumber] = 0x1E;

        using HttpResponseMessage ofFile = await PostAsync("/ui", FileForm(der));
        using HttpResponseMessage ofText = await PostAsync("/ui", Form(PemEncoding.WriteString("CERTIFICATE", der)));

        string place = $"serialNumber, from octet {serialNumber} of the DER";
        (await ofFile.Content.ReadAsStringAsync()).Should().Contain($">{place}<");
        (await ofText.Content.ReadAsStringAsync()).Should().Contain($">{place} that the block at line 1, character 1 stands for<");
    }

    [Test]
    public async Task Lines_and_characters_of_UTF16_are_counted_as_an_editor_does()
    {
        using HttpResponseMessage response = await PostAsync("/ui", FileForm(Encoding.BigEndianUnicode.GetBytes(Pem.Insert(40, "!"))));

        (await response.Content.ReadAsStringAsync()).Should().Contain("line 2, character 13, which is not base64");
    }

    [TestCase("qwac-ai.pem", "PSP_AI", null)]
    [TestCase("drift-roles-merged.pem", "PSP_PI, PSP_AI", "roles-merged")]
    public async Task What_a_qualified_certificate_claims_is_shown(string file, string roles, string? finding)
    {
        string pem = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "qualified", file));

        using HttpResponseMessage response = await PostAsync("/ui", Form(pem));

        string page = WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
        page.Should().Contain("<dt>Roles</dt><dd>" + roles + "</dd>").And.Contain("for website authentication, under the law of the EU");
        page.Contains("<h3>Findings</h3>", StringComparison.Ordinal).Should().Be(finding is not null);
        page.Should().Contain(finding is null ? "Organization identifier" : $"<code>{finding}</code>");
    }

    [Test]
    public async Task Other_certificates_have_no_section_on_qualification()
    {
        using HttpResponseMessage response = await PostAsync("/ui", Form(Pem));

        (await response.Content.ReadAsStringAsync()).Should().NotContain("Qualified statements");
    }

    [TestCaseSource(nameof(Forms))]
    public async Task Each_form_of_a_certificate_is_read(string form, string text)
    {
        using HttpResponseMessage response = await PostAsync("/ui", Form(text));

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        string page = WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
        page.Should().Contain("CN=payments client,O=Example Bank AG,C=DE").And.Contain($"Read as {form}.");
    }

    [Test]
    public async Task A_certificate_of_an_authority_that_the_server_trusts_serves_tls_client_auth()
    {
        using X509Certificate2 authority = SharedServer.LoadAuthority();
        using X509Certificate2 certificate = TestCertificates.Ec()
            .WithSubject("CN=of the authority")
            .IssuedBy(authority)
            .ValidFrom(DateTimeOffset.UtcNow.AddMinutes(-5))
            .Create().ToX509Certificate2();

        using HttpResponseMessage response =
            await PostAsync("/ui", Form(certificate.ExportCertificatePem() + "\n" + authority.ExportCertificatePem()));

        string page = WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
        page.Should().Contain("<code>tls_client_auth</code> <span class=\"tag good\">yes</span>")
            .And.Contain("<h3>Sent with it</h3>").And.Contain("<li>CN=MtlsAuth sample client CA</li>");
    }

    [Test]
    public async Task What_the_policy_refuses_is_refused_for_each_method()
    {
        using X509Certificate2 certificate = TestCertificates.Ec()
            .ValidFrom(DateTimeOffset.UtcNow.AddDays(-9))
            .ValidUntil(DateTimeOffset.UtcNow.AddDays(-2))
            .Create().ToX509Certificate2();

        using HttpResponseMessage response = await PostAsync("/ui", Form(certificate.ExportCertificatePem()));

        string page = WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
        page.Should().Contain("The policy of this server refuses it: <code>CertificateExpired</code>: not after")
            .And.Contain("<span class=\"tag bad\">expired</span>").And.NotContain("<span class=\"tag good\">yes</span>");
    }

    [Test]
    public async Task A_file_and_a_text_are_one_too_many()
    {
        using MultipartFormDataContent form = FileForm(Encoding.ASCII.GetBytes(Pem));
        form.Add(new StringContent(Pem), "text");

        using HttpResponseMessage response = await PostAsync("/ui", form);

        response.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
    }

    [TestCase("/ui", 140_000, HttpStatusCode.BadRequest)]
    [TestCase("/ui", 300_000, HttpStatusCode.RequestEntityTooLarge)]
    [TestCase("/ui/try", 300_000, HttpStatusCode.RequestEntityTooLarge)]
    [TestCase("/ui/register", 300_000, HttpStatusCode.RequestEntityTooLarge)]
    public async Task What_is_too_long_is_not_read(string path, int length, HttpStatusCode expected)
    {
        using HttpResponseMessage response = await PostAsync(path, FileForm(new byte[length]));

        response.StatusCode.Should().Be(expected);
        response.Content.Headers.ContentType!.MediaType.Should().Be("text/html");
    }

    [Test]
    public async Task Metadata_is_no_longer_than_the_registration_endpoint_takes_it()
    {
        using HttpResponseMessage response = await PostAsync("/ui/register", new FormUrlEncodedContent(
            new Dictionary<string, string> { ["metadata"] = new(' ', 70_000) }));

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync()).Should().Contain("The request is too long");
    }

    [TestCase("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=text\r\n\r\nx", HttpStatusCode.BadRequest)]
    [TestCase("multipart/form-data", "x", HttpStatusCode.BadRequest)]
    [TestCase("application/json", "{}", HttpStatusCode.UnsupportedMediaType)]
    public async Task A_broken_form_is_refused(string type, string body, HttpStatusCode expected)
    {
        ByteArrayContent content = new(Encoding.ASCII.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);

        using HttpResponseMessage response = await PostAsync("/ui", content);

        response.StatusCode.Should().Be(expected);
    }

    [TestCase("https://evil.example", "cross-site")]
    [TestCase("null", "cross-site")]
    [TestCase("https://evil.example", null)]
    [TestCase("own", "same-site")]
    [TestCase("own", "cross-site")]
    [TestCase(null, "same-origin")]
    [TestCase(null, null)]
    public async Task Forms_of_other_sites_do_nothing(string? origin, string? site)
    {
        using HttpResponseMessage response = await PostAsync(
            "/ui/register",
            new FormUrlEncodedContent(new Dictionary<string, string> { ["metadata"] = "{}" }),
            origin == "own" ? OwnOrigin : origin,
            site);

        response.StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    [TestCase("/ui")]
    [TestCase("/ui/register")]
    [TestCase("/ui/try")]
    [TestCase("/ui/refusals")]
    [TestCase("/ui/page.css")]
    [TestCase("/ui/nothing")]
    public async Task Every_answer_is_guarded_by_the_browser(string path)
    {
        using HttpClient http = SharedServer.Server.CreateClient();

        using HttpResponseMessage response = await http.GetAsync(new Uri(SharedServer.Server.BrowserAddress, path));

        response.Headers.GetValues("Content-Security-Policy").Should().ContainSingle().Which.Should().Be(
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; "
            + "base-uri 'none'");
        response.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
        response.Headers.GetValues("Referrer-Policy").Should().Equal("same-origin");
        response.Headers.CacheControl!.NoStore.Should().BeTrue();
    }

    [Test]
    public async Task The_port_for_clients_has_no_page()
    {
        using HttpClient http = SharedServer.Server.CreateClient();

        using HttpResponseMessage response = await http.GetAsync("/ui");

        response.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Test]
    public async Task One_setting_turns_the_page_off()
    {
        using TemporaryFolder data = new();
        using AuthorizationServerProcess server = await AuthorizationServerProcess.StartAsync(data.FullPath, "--Ui", "false");
        using HttpClient http = server.CreateClient();

        foreach (string path in new[] { "/ui", "/ui/refusals", "/ui/page.css" })
        {
            using HttpResponseMessage response = await http.GetAsync(new Uri(server.BrowserAddress, path));
            response.StatusCode.Should().Be(HttpStatusCode.NotFound);
        }
    }

    private static string OwnOrigin => SharedServer.Server.BrowserAddress.GetLeftPart(UriPartial.Authority);

    private static string MakeKey()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem() + "\n";
    }

    private static FormUrlEncodedContent Form(string text) => new(new Dictionary<string, string> { ["text"] = text });

    private static MultipartFormDataContent FileForm(byte[] contents) => new() { { new ByteArrayContent(contents), "file", "client.crt" } };

    private static Task<HttpResponseMessage> PostAsync(string path, HttpContent content) =>
        PostAsync(path, content, OwnOrigin, "same-origin");

    private static async Task<HttpResponseMessage> PostAsync(string path, HttpContent content, string? origin, string? site)
    {
        using HttpClient http = SharedServer.Server.CreateClient();
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(SharedServer.Server.BrowserAddress, path))
        {
            Content = content,

            // As browsers do it; and in HTTP/2 an answer that comes before the request has ended does not end the connection.
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        if (site is not null)
        {
            request.Headers.Add("Sec-Fetch-Site", site);
        }

        HttpResponseMessage response = await http.SendAsync(request);
        await response.Content.LoadIntoBufferAsync();
        return response;
    }
}
