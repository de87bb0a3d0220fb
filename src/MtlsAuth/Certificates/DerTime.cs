using System.Formats.Asn1;
using MtlsAuth.Encodings;

namespace MtlsAuth.Certificates;

/// <summary>Reads the two forms of Time that RFC 5280 §4.1.2.5 allows: both to the second, both in UTC, both ending in Z.</summary>
internal static class DerTime
{
    private static readonly Asn1Tag UtcTime = new(UniversalTagNumber.UtcTime);
    private static readonly Asn1Tag GeneralizedTime = new(UniversalTagNumber.GeneralizedTime);

    public static bool TryRead(ref DerReader reader, out DateTimeOffset time)
    {
        time = default;
        if (!reader.TryReadAny(out Asn1Tag tag, out Slice text, out _)
            || reader[text] is not [.. ReadOnlySpan<byte> digits, (byte)'Z'])
        {
            return false;
        }

        if (tag == UtcTime && digits.Length == 12 && TryReadTwoDigits(digits, out int shortYear))
        {
            // RFC 5280 §4.1.2.5.1: 50 to 99 are of the twentieth century.
            return TryCreate(shortYear >= 50 ? 1900 + shortYear : 2000 + shortYear, digits[2..], out time);
        }

        return tag == GeneralizedTime
            && digits.Length == 14
            && TryReadTwoDigits(digits, out int century)
            && TryReadTwoDigits(digits[2..], out int yearOfCentury)
            && TryCreate((100 * century) + yearOfCentury, digits[4..], out time);
    }

    private static bool TryCreate(int year, ReadOnlySpan<byte> rest, out DateTimeOffset time)
    {
        time = default;
        if (!TryReadTwoDigits(rest, out int month)
            || !TryReadTwoDigits(rest[2..], out int day)
            || !TryReadTwoDigits(rest[4..], out int hour)
            || !TryReadTwoDigits(rest[6..], out int minute)
            || !TryReadTwoDigits(rest[8..], out int second)
            || year < 1
            || month is < 1 or > 12
            || day < 1
            || day > DateTime.DaysInMonth(year, month)
            || hour > 23
            || minute > 59
            || second > 59)
        {
            return false;
        }

        time = new DateTimeOffset(year, month, day, hour, minute, second, TimeSpan.Zero);
        return true;
    }

    private static bool TryReadTwoDigits(ReadOnlySpan<byte> digits, out int value)
    {
        value = ((digits[0] - '0') * 10) + (digits[1] - '0');
        return char.IsAsciiDigit((char)digits[0]) && char.IsAsciiDigit((char)digits[1]);
    }
}
