using System.Globalization;
using System.Text;
using MtlsAuth.Certificates;

namespace AuthorizationServer.Page;

/// <summary>Says in words where the fault is in something that is no certificate, as far as it is in one place.</summary>
internal static class FaultPosition
{
    /// <summary>Finds the place.</summary>
    /// <param name="error">The library's reason.</param>
    /// <param name="contents">What was read.</param>
    /// <returns>The place in words, or null.</returns>
    public static string? Find(CertificateFormatError error, ReadOnlySpan<byte> contents) =>
        CertificateFormatErrorLocation.Find(error, contents) switch
        {
            null => null,
            { DerOffset: { } octet, TextOffset: { } begin } fault =>
                $"{InDer(octet, fault.Field)} that the block at {PlaceOf(contents, begin)} stands for",
            { DerOffset: { } octet, Field: null } =>
                string.Create(CultureInfo.InvariantCulture, $"octet {octet} of {contents.Length} of the DER"),
            { DerOffset: { } octet } fault => InDer(octet, fault.Field),
            { TextOffset: { } offset } => InText(contents, offset),
            _ => null,
        };

    private static string InDer(int octet, string? field) => string.Create(
        CultureInfo.InvariantCulture, $"{(field is null ? string.Empty : $"{field}, from ")}octet {octet} of the DER");

    private static string InText(ReadOnlySpan<byte> contents, int offset)
    {
        string place = PlaceOf(contents, offset);
        string rest = Read(contents[offset..]);
        return rest.StartsWith("-----BEGIN ", StringComparison.Ordinal) ? $"the block that begins at {place} has no end"
            : rest.StartsWith("-----END ", StringComparison.Ordinal) ? $"the base64 that ends at {place} is not whole"
            : $"{place}, which is not base64";
    }

    private static string PlaceOf(ReadOnlySpan<byte> contents, int offset)
    {
        string before = Read(contents[..offset]);
        int line = before.AsSpan().Count('\n') + 1;
        int column = before.Length - before.LastIndexOf('\n');
        return string.Create(CultureInfo.InvariantCulture, $"line {line}, character {column}");
    }

    // UTF-16 has a NUL beside each character of PEM.
    private static string Read(ReadOnlySpan<byte> text) =>
        Encoding.UTF8.GetString(text).Replace("\0", string.Empty, StringComparison.Ordinal);
}
