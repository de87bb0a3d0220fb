using System.Security.Cryptography.X509Certificates;
using System.Text;
using AuthorizationServer.Page;
using Microsoft.Extensions.Logging;

namespace MtlsAuth.Page.Tests;

/// <summary>The parts that the page relies on.</summary>
public sealed class PagePartTests
{
    [Test]
    public void A_value_in_markup_is_text()
    {
        string value = "\"'<b>&\u202E";

        Html.Of($"""<p title="{value}">{value}</p>""").ToString().Should().Be(
            """<p title="&quot;&#x27;&lt;b&gt;&amp;\u{202e}">&quot;&#x27;&lt;b&gt;&amp;\u{202e}</p>""");
    }

    [Test]
    public void Markup_in_markup_stays_markup() =>
        Html.Of($"<ul>{"<b".Select(static item => Html.Of($"<li>{item.ToString()}</li>"))}</ul>{7}").ToString()
            .Should().Be("<ul><li>&lt;</li><li>b</li></ul>7");

    [Test]
    public void Every_reason_has_a_cause_and_a_cure() =>
        Enum.GetNames<ClientAuthenticationFailureReason>().Where(static name => name != nameof(ClientAuthenticationFailureReason.None))
            .Where(static name => ReasonGuide.Explain(ReasonGuide.Reasons, name) == Html.Empty)
            .Should().BeEmpty();

    [Test]
    public void No_input_makes_reading_fail()
    {
        // Pieces of all forms, cut and put together anew.
        Random random = new(1);
        string pem = Certificates.CreatePem();
        string[] pieces =
            [pem, Uri.EscapeDataString(pem), ":AAAA:", "Client-Cert: ", "MII", "Cert=\"", "-----BEGIN ", "-----END ", ",", "\n", "0", "%"];
        for (int count = 0; count < 5000; count++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => Cut(pieces[random.Next(pieces.Length)])));

            bool isRead = CertificateInputReader.TryRead(
                Encoding.ASCII.GetBytes(text), out CertificateInput? input, out CertificateFault? fault);

            (input is not null, fault is null).Should().Be((isRead, isRead), text);
        }

        string Cut(string piece) => random.Next(3) == 0 ? piece[random.Next(piece.Length)..] : piece;
    }

    [Test]
    public void No_octet_of_a_certificate_makes_reading_fail()
    {
        using X509Certificate2 certificate = Certificates.Create();
        for (int position = 0; position < certificate.RawDataMemory.Length; position++)
        {
            byte[] der = certificate.RawData;
            der[position] ^= 0xFF;

            bool isRead = CertificateInputReader.TryRead(der, out CertificateInput? input, out CertificateFault? fault);

            (input is not null, fault is null).Should().Be((isRead, isRead));
            if (input is not null)
            {
                CertificateFacts.Show(input.Certificate, DateTimeOffset.UtcNow).ToString().Should().NotBeEmpty();
            }
        }
    }

    [Test]
    public void Json_keeps_its_meaning_where_hidden_characters_are_written_out() =>
        VisibleText.OfJson("{\n \"a\": \"b\u202Ec\U0001F600\"\n}").Should().Be("{\n \"a\": \"b\\u202ec\U0001F600\"\n}");

    [Test]
    public void The_latest_refusals_are_kept_and_no_more()
    {
        using RecentRefusals refusals = new(TimeProvider.System);
        for (int index = 0; index <= RecentRefusals.Capacity; index++)
        {
            Log(refusals, RecentRefusals.Category, 2, $"client {index}");
        }

        refusals.ToList().Should().HaveCount(RecentRefusals.Capacity);
        refusals.ToList()[0].ClientId.Should().Be($"client {RecentRefusals.Capacity}");
        refusals.ToList()[^1].ClientId.Should().Be("client 1");
    }

    [TestCase(RecentRefusals.Category, 2, true)]
    [TestCase(RecentRefusals.Category, 3, true)]
    [TestCase(RecentRefusals.Category, 4, false)]
    [TestCase("Other", 2, false)]
    [TestCase("Other", 3, false)]
    public void Only_refusals_are_heard(string category, int eventId, bool isHeard)
    {
        using RecentRefusals refusals = new(TimeProvider.System);

        Log(refusals, category, eventId, "client");

        refusals.ToList().Should().HaveCount(isHeard ? 1 : 0);
    }

    private static void Log(RecentRefusals refusals, string category, int eventId, string clientId)
    {
        KeyValuePair<string, object?>[] state =
        [
            new("ClientId", clientId),
            new("Reason", ClientAuthenticationFailureReason.UnknownClient),
            new("{OriginalFormat}", "Client {ClientId}"),
        ];
        refusals.CreateLogger(category).Log(
            LogLevel.Warning, new EventId(eventId), state, new InvalidOperationException("secret"), static (_, _) => string.Empty);
    }
}
