using System.Collections;

namespace MtlsAuth.Trust;

/// <summary>Collects the settings that are not what they may be.</summary>
internal sealed class SettingErrors : IReadOnlyList<SettingError>
{
    private readonly List<SettingError> _errors = [];

    public int Count => _errors.Count;

    public SettingError this[int index] => _errors[index];

    /// <exception cref="ArgumentOutOfRangeException">There are errors; the message has them all.</exception>
    public static void ThrowIfAny(IReadOnlyList<SettingError> errors, string parameter)
    {
        if (errors.Count > 0)
        {
            throw new ArgumentOutOfRangeException(parameter, string.Join(' ', errors));
        }
    }

    public void Require(bool holds, string setting, object? value, string allowed)
    {
        if (!holds)
        {
            _errors.Add(new SettingError(setting, value, allowed));
        }
    }

    public void RequireWithin(string setting, int value, int minimum, int maximum) =>
        Require(value >= minimum && value <= maximum, setting, value, $"from {minimum} to {maximum}");

    public void RequireWithin(string setting, TimeSpan value, TimeSpan minimum, TimeSpan maximum) =>
        Require(value >= minimum && value <= maximum, setting, value, $"from {minimum:c} to {maximum:c} (d.hh:mm:ss)");

    public void RequirePositive(string setting, int value) => Require(value > 0, setting, value, "1 at least");

    public void RequireDefined<T>(string setting, T value)
        where T : struct, Enum =>
        Require(Enum.IsDefined(value), setting, value, $"one of {string.Join(", ", Enum.GetNames<T>())}");

    /// <summary>Takes over the errors of settings that are a part of others, and may be missing by mistake.</summary>
    public void AddPart(string section, IReadOnlyList<SettingError>? errors)
    {
        Require(errors is not null, section, null, "a section");
        _errors.AddRange((errors ?? []).Select(error => error.Within(section)));
    }

    public IEnumerator<SettingError> GetEnumerator() => _errors.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
