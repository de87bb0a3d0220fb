using System.Globalization;
using MtlsAuth.Certificates;
using MtlsAuth.Encodings;

namespace MtlsAuth.Names;

/// <summary>Says for the log how the name in a certificate differs from the registered one, with both at the place of difference.</summary>
internal static class DistinguishedNameDifference
{
    /// <summary>Describes two names that are not equal, on one line of bounded length.</summary>
    public static string Describe(DistinguishedName registered, DistinguishedName actual)
    {
        int index = registered.FindDifference(actual);
        DistinguishedNameComparison comparison = registered.Compare(actual);
        (string left, string right) = Excerpt.OfBoth(Write(registered, index), Write(actual, index));
        string place = comparison.Position > 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $", first at RDN {index + 1}");
        return $"{comparison}{place}: registered {left}, in the certificate {right}";
    }

    private static string Write(DistinguishedName name, int index) =>
        index < name.RelativeNames.Count ? name.RelativeNames[index].ToString() : "none";
}
