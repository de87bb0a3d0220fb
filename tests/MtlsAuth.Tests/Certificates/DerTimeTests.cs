using System.Globalization;
using MtlsAuth.Certificates;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;

namespace MtlsAuth.Tests.Certificates;

public sealed class DerTimeTests
{
    [TestCase("500101000000Z", "1950-01-01T00:00:00Z")]
    [TestCase("991231235959Z", "1999-12-31T23:59:59Z")]
    [TestCase("000229123456Z", "2000-02-29T12:34:56Z")]
    [TestCase("491231235959Z", "2049-12-31T23:59:59Z")]
    public void UTCTime_spans_1950_to_2049(string text, string expected) => Read(Der.UtcTime(text)).Should().Be(Time(expected));

    [TestCase("20500101000000Z", "2050-01-01T00:00:00Z")]
    [TestCase("19490101000000Z", "1949-01-01T00:00:00Z")]
    [TestCase("20240229235959Z", "2024-02-29T23:59:59Z")]
    [TestCase("00010101000000Z", "0001-01-01T00:00:00Z")]
    [TestCase("99991231235959Z", "9999-12-31T23:59:59Z")]
    public void GeneralizedTime_has_four_digits_of_the_year(string text, string expected) =>
        Read(Der.GeneralizedTime(text)).Should().Be(Time(expected));

    [TestCase("2401010000Z", TestName = "{m}(no seconds)")]
    [TestCase("240101000000", TestName = "{m}(no Z)")]
    [TestCase("240101000000z", TestName = "{m}(small z)")]
    [TestCase("240101000000+0000", TestName = "{m}(offset)")]
    [TestCase("240101000000.5Z", TestName = "{m}(fraction)")]
    [TestCase("20240101000000Z", TestName = "{m}(four digits of the year)")]
    [TestCase("240001000000Z", TestName = "{m}(month 0)")]
    [TestCase("241301000000Z", TestName = "{m}(month 13)")]
    [TestCase("240100000000Z", TestName = "{m}(day 0)")]
    [TestCase("240132000000Z", TestName = "{m}(day 32)")]
    [TestCase("230229000000Z", TestName = "{m}(29 February)")]
    [TestCase("240101240000Z", TestName = "{m}(hour 24)")]
    [TestCase("240101006000Z", TestName = "{m}(minute 60)")]
    [TestCase("240101000060Z", TestName = "{m}(second 60)")]
    [TestCase("X40101000000Z", TestName = "{m}(no digit in the year)")]
    [TestCase("2X0101000000Z", TestName = "{m}(no second digit in the year)")]
    [TestCase("24X101000000Z", TestName = "{m}(no digit in the month)")]
    [TestCase("2401X1000000Z", TestName = "{m}(no digit in the day)")]
    [TestCase("240101X00000Z", TestName = "{m}(no digit in the hour)")]
    [TestCase("24010100 000Z", TestName = "{m}(no digit in the minute)")]
    [TestCase("2401010000-1Z", TestName = "{m}(no digit in the second)")]
    [TestCase("Z", TestName = "{m}(only Z)")]
    [TestCase("", TestName = "{m}(empty)")]
    public void UTCTime_has_one_form(string text) => ReadError(Der.UtcTime(text)).Should().Be(CertificateFormatError.MalformedValidity);

    [TestCase("240101000000Z", TestName = "{m}(two digits of the year)")]
    [TestCase("20240101000000", TestName = "{m}(no Z)")]
    [TestCase("20240101000000.0Z", TestName = "{m}(fraction)")]
    [TestCase("20240101000000,5Z", TestName = "{m}(fraction with comma)")]
    [TestCase("202401010000Z", TestName = "{m}(no seconds)")]
    [TestCase("20240101000000+0100", TestName = "{m}(offset)")]
    [TestCase("00000101000000Z", TestName = "{m}(year 0)")]
    [TestCase("X0240101000000Z", TestName = "{m}(no digit in the century)")]
    [TestCase("20X40101000000Z", TestName = "{m}(no digit in the year)")]
    [TestCase("20230229000000Z", TestName = "{m}(29 February)")]
    [TestCase("21000229000000Z", TestName = "{m}(29 February 2100)")]
    public void GeneralizedTime_has_one_form(string text) =>
        ReadError(Der.GeneralizedTime(text)).Should().Be(CertificateFormatError.MalformedValidity);

    [Test]
    public void Other_types_are_refused() =>
        ReadError(Der.Utf8String("240101000000Z")).Should().Be(CertificateFormatError.MalformedValidity);

    private static DateTimeOffset Read(byte[] time)
    {
        ClientCertificate certificate = new CertificateParts { Validity = Der.Sequence(time, time) }.ReadCertificate();
        certificate.NotBefore.Offset.Should().Be(TimeSpan.Zero);
        certificate.NotAfter.Should().Be(certificate.NotBefore);
        return certificate.NotBefore;
    }

    private static CertificateFormatError ReadError(byte[] time)
    {
        byte[] valid = Der.UtcTime("240101000000Z");
        CertificateFormatError first = new CertificateParts { Validity = Der.Sequence(time, valid) }.ReadCertificateError();
        CertificateFormatError second = new CertificateParts { Validity = Der.Sequence(valid, time) }.ReadCertificateError();
        second.Should().Be(first);
        return first;
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
