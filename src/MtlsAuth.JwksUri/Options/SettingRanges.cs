using System.Globalization;

namespace MtlsAuth.JwksUri.Options;

/// <summary>Collects the settings that are not within their ranges.</summary>
internal sealed class SettingRanges
{
    private readonly List<SettingError> _errors = [];

    public void Require(bool holds, string setting, object? value, string allowed)
    {
        if (!holds)
        {
            _errors.Add(new SettingError(setting, value, allowed));
        }
    }

    public void Check(string setting, int value, int minimum, int maximum) => Require(
        value >= minimum && value <= maximum,
        setting,
        value,
        string.Create(CultureInfo.InvariantCulture, $"from {minimum} to {maximum}"));

    public void Check(string setting, TimeSpan value, TimeSpan minimum, TimeSpan maximum) =>
        Require(value >= minimum && value <= maximum, setting, value, $"from {minimum:c} to {maximum:c} (d.hh:mm:ss)");

    public IReadOnlyList<SettingError> ToList() => _errors.AsReadOnly();
}
