using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MtlsAuth.AspNetCore;

namespace MtlsAuth.Docs.Tests;

/// <summary>What a setting may be, found out by trying what it may not be: the library's own refusal says the range.</summary>
internal static partial class SettingRange
{
    public static string Of(Type type, PropertyInfo property)
    {
        Type value = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        string[] ranges = [.. ValuesToTry(value).SelectMany(attempt => Refuse(type, property, attempt)).Distinct()];
        return ranges.Length > 0 ? string.Join("; ", ranges)
            : value == typeof(bool) ? "`false`, `true`"
            : value.IsEnum ? string.Join(", ", Enum.GetNames(value).Select(static name => $"`{name}`"))
            : "–";
    }

    private static IEnumerable<object> ValuesToTry(Type type) =>
        type == typeof(int) ? [int.MinValue, int.MaxValue]
        : type == typeof(TimeSpan) ? [TimeSpan.FromDays(-1), TimeSpan.FromDays(10_000)]
        : type == typeof(string) ? [string.Empty, "?"]
        : type == typeof(Uri) ? [new Uri("ftp://host")]
        : type.IsEnum ? [Enum.ToObject(type, 999), Enum.ToObject(type, 0)]
        : typeof(IEnumerable<string>).IsAssignableFrom(type) ? [new List<string> { "?" }]
        : typeof(IEnumerable<int>).IsAssignableFrom(type) ? [new List<int> { -1 }]
        : [];

    private static IEnumerable<string> Refuse(Type type, PropertyInfo property, object value)
    {
        object options = Activator.CreateInstance(type)!;
        bool isNullable = Nullable.GetUnderlyingType(property.PropertyType) is not null;
        if (property.CanWrite && (isNullable || property.PropertyType.IsInstanceOfType(value)))
        {
            try
            {
                property.SetValue(options, value);
            }
            catch (TargetInvocationException exception) when (exception.InnerException is ArgumentException refusal)
            {
                return Read([refusal.Message.Split(" (Parameter")[0]], property);
            }
        }
        else if (property.GetValue(options) is IList<string> texts && value is List<string>)
        {
            texts.Add("?");
        }
        else if (property.GetValue(options) is IList<int> numbers && value is List<int>)
        {
            numbers.Add(-1);
        }
        else
        {
            return [];
        }

        return Read(FindErrors(options), property);
    }

    private static IEnumerable<string> Read(IEnumerable<string> errors, PropertyInfo property) =>
        errors.Select(static error => Errors().Match(error))
            .Where(match => match.Success && match.Groups["setting"].Value.Split(':')[0] == property.Name)
            .Select(static match => match.Groups["allowed"].Value);

    private static IEnumerable<string> FindErrors(object options)
    {
        const BindingFlags All = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        ServiceCollection services = new();
        services.AddLogging().AddMtlsAuth().AddForwardedCertificate(static _ => { });
        using ServiceProvider provider = services.BuildServiceProvider();
        return options switch
        {
            MtlsAuthOptions web => Validate(provider, web),
            ForwardedCertificateOptions forwarded => Validate(provider, forwarded),
            _ when options.GetType().GetMethod("FindErrors", All) is { } find =>
                ((IEnumerable<SettingError>)find.Invoke(options, null)!).Select(static error => error.ToString()),
            _ => [],
        };
    }

    private static IEnumerable<string> Validate<T>(ServiceProvider provider, T options)
        where T : class =>
        provider.GetServices<IValidateOptions<T>>()
            .SelectMany(validator => validator.Validate(Options.DefaultName, options).Failures ?? []);

    [GeneratedRegex(
        @"^(\w+Options:)?(?<setting>[\w:]+) (is .*; it has to be|has .*, which is not) (?<allowed>.*?)\.?$", RegexOptions.Singleline)]
    private static partial Regex Errors();
}
