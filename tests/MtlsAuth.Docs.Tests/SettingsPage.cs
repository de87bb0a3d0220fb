using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace MtlsAuth.Docs.Tests;

/// <summary>Writes <c>docs/settings.md</c> out of the code and its doc comments.</summary>
internal static class SettingsPage
{
    public const string Path = "docs/settings.md";

    // How the settings reach the library, which no doc comment of theirs can say; in the order in which a reader looks for them.
    private static readonly Dictionary<string, string> Origins = new()
    {
        ["MtlsAuthOptions"] = "`AddMtlsAuth(configuration.GetSection(\"MtlsAuth\"))` or `AddMtlsAuth(options => …)`",
        ["CertificatePolicy"] = "section `CertificatePolicy` of `MtlsAuthOptions`",
        ["ChainValidatorOptions"] = "section `ChainValidation` of `MtlsAuthOptions`",
        ["ForwardedCertificateOptions"] = "`AddForwardedCertificate(configuration.GetSection(\"ForwardedCertificate\"))` or `(options => …)`",
        ["CertificateBindingOptions"] = "`AddCertificateBinding(rules => …)`, `RequireCertificateBoundToken(rules => …)`",
        ["TokenBindingPolicy"] = "`new TokenBindingPolicy { … }` in your token endpoint; `TokenBinding` of `MtlsOpenIddictOptions`",
        ["JwksUriOptions"] = "`AddMtlsJwksUri(configuration.GetSection(\"JwksUri\"))` or `AddMtlsJwksUri(options => …)`",
        ["ClientCacheOptions"] = "`AddMtlsClientCache(configuration.GetSection(\"ClientCache\"))` or `AddMtlsClientCache(options => …)`",
        ["MtlsRedisOptions"] = "`AddMtlsRedis(\"host:port\")` or `AddMtlsRedis(options => …)`",
        ["MtlsOpenIddictOptions"] = "`server.UseMtlsAuth(options => …)`",
        ["JsonFileClientMetadataStoreOptions"] = "`JsonFileClientMetadataStore.Open` without ASP.NET Core",
        ["FileTrustAnchorSourceOptions"] = "`new FileTrustAnchorSource(…)` without ASP.NET Core",
        ["ClientCertificateAuthenticatorOptions"] = "`new ClientCertificateAuthenticator(…)` without ASP.NET Core",
        ["ForwardedCertificateDecoderOptions"] = "`new ForwardedCertificateDecoder(…)` without ASP.NET Core",
        ["ClientRegistrationValidatorOptions"] = "`new ClientRegistrationValidator(…)`, or in the container for `IClientRegistry`",
        ["ClientRegistryOptions"] = "`new ClientRegistry(…)` without ASP.NET Core",
    };

    /// <summary>The settings of a library, by their classes.</summary>
    public static IEnumerable<Type> ClassesOf(Assembly library) => library.GetExportedTypes().Where(static type =>
        type is { IsClass: true, IsAbstract: false }
        && (type.Name.EndsWith("Options", StringComparison.Ordinal) || type.Name.EndsWith("Policy", StringComparison.Ordinal)));

    public static string Write()
    {
        StringBuilder page = new();
        page.Append("""
            # Settings

            Every setting with its default, what it may be, and what it is for. This page is written by a test out of the code and its
            comments; [CONTRIBUTING](../CONTRIBUTING.md#documentation) says how. Settings that are out of range stop the start, with a text
            that names each.

            In a configuration, times are `d.hh:mm:ss`: five minutes are `00:05:00`. A bare number would be days. A setting that does not
            exist stops the start as well, so that a misspelt one is noticed. Lists are JSON arrays, or numbered:
            `MtlsAuth:EnabledMethods:0`.


            """);
        Type[] classes = [.. Libraries.All.SelectMany(ClassesOf).OrderBy(Rank).ThenBy(static type => type.Name, StringComparer.Ordinal)];
        foreach (Type type in classes)
        {
            page.Append(CultureInfo.InvariantCulture, $"- [{type.Name}](#{type.Name.ToLowerInvariant()})\n");
        }

        foreach (Type type in classes)
        {
            WriteClass(type, page);
        }

        return page.ToString();
    }

    private static int Rank(Type type) => Origins.Keys.ToList().IndexOf(type.Name) is >= 0 and int rank ? rank : int.MaxValue;

    private static void WriteClass(Type type, StringBuilder page)
    {
        XmlComments comments = new(type.Assembly);
        object defaults = Activator.CreateInstance(type)!;
        page.Append(CultureInfo.InvariantCulture, $"\n## {type.Name}\n\n{comments.SummaryOf(type)} ");
        page.Append(CultureInfo.InvariantCulture, $"Package `{type.Assembly.GetName().Name}`");
        page.Append(Origins.TryGetValue(type.Name, out string? origin) ? $"; {origin}.\n\n" : ".\n\n");
        page.Append("| setting | default | range | what it is for |\n|---|---|---|---|\n");
        foreach (PropertyInfo property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
        {
            string remarks = comments.RemarksOf(property);
            string? written = RangeIn(remarks);
            string meaning = written is null
                ? $"{comments.SummaryOf(property)} {remarks}"
                : $"{comments.SummaryOf(property)} {remarks[(written.Length + 1)..].Trim()}";
            page.Append(CultureInfo.InvariantCulture, $"| `{property.Name}` | {DefaultOf(property, defaults)} ");
            page.Append(CultureInfo.InvariantCulture, $"| {RangeOf(type, property, written)} | {meaning.Trim()} |\n");
        }
    }

    // Where a range depends on another setting, the comment says so in words.
    private static string? RangeIn(string remarks)
    {
        int end = remarks.IndexOf('.', StringComparison.Ordinal);
        return end > 0 && (remarks.StartsWith("From ", StringComparison.Ordinal) || remarks.StartsWith("Up to ", StringComparison.Ordinal))
            ? remarks[..end]
            : null;
    }

    private static string RangeOf(Type type, PropertyInfo property, string? written)
    {
        string tried = SettingRange.Of(type, property);
        if (written is null)
        {
            return tried.Replace(" (d.hh:mm:ss)", string.Empty, StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal);
        }

        return tried != "–"
            ? written
            : throw new InvalidOperationException($"{type.Name}.{property.Name} has a range that nothing checks.");
    }

    private static string DefaultOf(PropertyInfo property, object defaults) => property.GetValue(defaults) switch
    {
        null or "" => "none",
        string text => $"`{text}`",
        bool flag => flag ? "`true`" : "`false`",
        TimeSpan time => $"`{(time.Milliseconds == 0 ? $"{time:c}" : $"{time:c}".TrimEnd('0'))}`",
        Enum choice => Enum.IsDefined(property.PropertyType, choice) ? $"`{choice}`" : "has to be set",
        IEnumerable list => list.Cast<object>().Any() ? string.Join(", ", list.Cast<object>().Select(static item => $"`{item}`")) : "none",
        IFormattable number => $"`{number.ToString(null, CultureInfo.InvariantCulture)}`",
        object part => $"[{part.GetType().Name}](#{part.GetType().Name.ToLowerInvariant()})",
    };
}
