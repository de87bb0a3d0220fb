using System.Collections;
using System.Globalization;

namespace MtlsAuth;

/// <summary>A setting that is not what it may be.</summary>
public sealed class SettingError
{
    private readonly string _text;

    /// <summary>Says which setting it is, what it is and what it may be.</summary>
    /// <param name="setting">The setting; its path as the configuration has it, such as <c>ChainValidation:CacheDuration</c>.</param>
    /// <param name="value">What it is, which is shown: no secret.</param>
    /// <param name="allowed">What it has to be, such as <c>from 1 to 64</c>.</param>
    public SettingError(string setting, object? value, string allowed)
        : this(setting, $"is {Format(value)}; it has to be {allowed}.")
    {
    }

    private SettingError(string setting, string text)
    {
        Setting = setting;
        _text = text;
    }

    /// <summary>The setting; its path from the options that it was found in, with colons.</summary>
    public string Setting { get; }

    /// <summary>The same error of settings that are a part of others.</summary>
    /// <param name="section">The path of the part.</param>
    public SettingError Within(string section) => new($"{section}:{Setting}", _text);

    /// <summary>All of it in one sentence, for people.</summary>
    public override string ToString() => $"{Setting} {_text}";

    private static string Format(object? value) => value switch
    {
        null => "null",
        ICollection { Count: 0 } => "empty",
        string text => $"'{text}'",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
