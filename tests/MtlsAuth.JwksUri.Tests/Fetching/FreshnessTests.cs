using System.Net;
using MtlsAuth.JwksUri.Fetching;

namespace MtlsAuth.JwksUri.Tests.Fetching;

[Parallelizable(ParallelScope.All)]
public sealed class FreshnessTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    [TestCase("max-age=60", 60)]
    [TestCase("MAX-AGE=60", 60)]
    [TestCase("public, max-age=60, immutable", 60)]
    [TestCase(" max-age = 60 ,", 60)]
    [TestCase("max-age=\"60\"", 60)]
    [TestCase("max-age=0", 0)]
    [TestCase("max-age=60, max-age=90", 60)]
    [TestCase("max-age=x, max-age=90", 90)]
    [TestCase("x=\"a, max-age=60\", max-age=90", 90)]
    [TestCase("x=\"\\\", max-age=60\", max-age=90", 90)]
    [TestCase("max-age=2147483647", int.MaxValue)]
    [TestCase("max-age=99999999999999999999", int.MaxValue)]
    [TestCase("max-age=60, must-revalidate", 60)]
    [TestCase("s-maxage=10, max-age=60", 60)]
    [TestCase("no-store", 0)]
    [TestCase("no-cache", 0)]
    [TestCase("max-age=60, No-Cache", 0)]
    [TestCase("no-cache=\"Set-Cookie\", max-age=60", 0)]
    [TestCase("max-age=x, no-store", 0)]
    public void Cache_Control_says_how_long(string cacheControl, int seconds) =>
        Find($"Cache-Control: {cacheControl}").Should().Be(TimeSpan.FromSeconds(seconds));

    [TestCase("max-age")]
    [TestCase("max-age=")]
    [TestCase("max-age=-1")]
    [TestCase("max-age=+1")]
    [TestCase("max-age=1.5")]
    [TestCase("max-age=0x10")]
    [TestCase("max-age=\"")]
    [TestCase("max-age=60 seconds")]
    [TestCase("max-age=\u0661")]
    [TestCase("xmax-age=60")]
    [TestCase("x=\"max-age=60")]
    [TestCase("s-maxage=60")]
    [TestCase("private")]
    [TestCase("")]
    public void What_does_not_say_how_long_is_none(string cacheControl) => Find($"Cache-Control: {cacheControl}").Should().BeNull();

    [Test]
    public void No_header_is_none() => Find().Should().BeNull();

    [Test]
    public void Several_lines_count_together() => Find("Cache-Control: max-age=60", "Cache-Control: no-store").Should().Be(TimeSpan.Zero);

    [TestCase("10", 50)]
    [TestCase("59", 1)]
    [TestCase("60", 0)]
    [TestCase("61", 0)]
    [TestCase("99999999999999999999", 0)]
    [TestCase("10, 20", 50)]
    [TestCase("-1", 60)]
    [TestCase("x", 60)]
    [TestCase("", 60)]
    public void Age_is_taken_off(string age, int seconds) =>
        Find("Cache-Control: max-age=60", $"Age: {age}").Should().Be(TimeSpan.FromSeconds(seconds));

    [TestCase("Wed, 25 Nov 2026 12:10:00 GMT", 600)]
    [TestCase("Wednesday, 25-Nov-26 12:10:00 GMT", 600)]
    [TestCase("Wed Nov 25 12:10:00 2026", 600)]
    [TestCase("Wed, 25 Nov 2026 12:00:00 GMT", 0)]
    [TestCase("Wed, 25 Nov 2026 11:00:00 GMT", 0)]
    [TestCase("0", 0)]
    [TestCase("-1", 0)]
    [TestCase("tomorrow", 0)]
    public void Expires_says_until_when_and_an_invalid_date_is_past(string expires, int seconds) =>
        Find($"Expires: {expires}").Should().Be(TimeSpan.FromSeconds(seconds));

    [Test]
    public void Expires_counts_from_the_servers_own_time() =>
        Find("Date: Wed, 25 Nov 2026 11:30:00 GMT", "Expires: Wed, 25 Nov 2026 11:40:00 GMT").Should().Be(TimeSpan.FromMinutes(10));

    [TestCase("Tue, 24 Nov 2026 12:00:00 GMT", 24 * 60 + 10)]
    [TestCase("Tue, 24 Nov 2026 11:59:59 GMT", 10)]
    [TestCase("Thu, 26 Nov 2026 12:00:01 GMT", 10)]
    [TestCase("Thu, 01 Jan 1970 00:00:00 GMT", 10)]
    [TestCase("Fri, 31 Dec 9999 23:59:59 GMT", 10)]
    [TestCase("now", 10)]
    public void A_time_that_is_absurd_counts_as_ours(string date, int minutes) =>
        Find($"Date: {date}", "Expires: Wed, 25 Nov 2026 12:10:00 GMT").Should().Be(TimeSpan.FromMinutes(minutes));

    [Test]
    public void Age_is_taken_off_the_time_to_expiry_too() =>
        Find("Expires: Wed, 25 Nov 2026 12:10:00 GMT", "Age: 60").Should().Be(TimeSpan.FromMinutes(9));

    [Test]
    public void Cache_Control_goes_before_Expires() =>
        Find("Cache-Control: max-age=60", "Expires: Wed, 25 Nov 2026 12:10:00 GMT").Should().Be(TimeSpan.FromMinutes(1));

    [Test]
    public void Expires_counts_where_max_age_is_malformed() =>
        Find("Cache-Control: max-age=x", "Expires: Wed, 25 Nov 2026 12:10:00 GMT").Should().Be(TimeSpan.FromMinutes(10));

    [Test]
    public void A_date_of_change_says_nothing() => Find("Last-Modified: Tue, 01 Jan 2019 00:00:00 GMT").Should().BeNull();

    private static TimeSpan? Find(params string[] headers)
    {
        using HttpResponseMessage response = new(HttpStatusCode.OK) { Content = new ByteArrayContent([]) };
        foreach (string header in headers)
        {
            string[] parts = header.Split(": ", 2);
            _ = response.Headers.TryAddWithoutValidation(parts[0], parts[1])
                || response.Content.Headers.TryAddWithoutValidation(parts[0], parts[1]);
        }

        return Freshness.FindLifetime(response, Now);
    }
}
