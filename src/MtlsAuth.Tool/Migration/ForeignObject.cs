using System.Text.Json;

namespace MtlsAuth.Tool.Migration;

/// <summary>
/// An object of another server. Its members are found whatever style they are written in: <c>ClientId</c>, <c>clientId</c>,
/// <c>client_id</c>, as databases, configurations and documents have them.
/// </summary>
internal readonly struct ForeignObject(JsonElement element)
{
    /// <summary>Whether it is an object at all.</summary>
    public bool IsObject => element.ValueKind == JsonValueKind.Object;

    /// <summary>The value of a member; null if there is none, or it is null.</summary>
    public JsonElement? Find(string name)
    {
        if (!IsObject)
        {
            return null;
        }

        foreach (JsonProperty member in element.EnumerateObject())
        {
            if (member.Name.Replace("_", string.Empty, StringComparison.Ordinal).Equals(name, StringComparison.OrdinalIgnoreCase)
                && member.Value.ValueKind != JsonValueKind.Null)
            {
                return member.Value;
            }
        }

        return null;
    }

    /// <summary>The text of a member; null if there is none, it is empty, or it is something else.</summary>
    public string? FindText(string name) =>
        Find(name) is { ValueKind: JsonValueKind.String } value && value.GetString() is { Length: > 0 } text ? text : null;

    /// <summary>Whether a member is true or false; databases also say 1 and 0. Null for anything else.</summary>
    public bool? FindTruth(string name) => Find(name) switch
    {
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt32(out int number) => number != 0,
        { ValueKind: JsonValueKind.String } value when bool.TryParse(value.GetString(), out bool truth) => truth,
        _ => null,
    };

    /// <summary>The entries of a member that is an array; none for anything else.</summary>
    public IEnumerable<JsonElement> FindEntries(string name) =>
        Find(name) is { ValueKind: JsonValueKind.Array } value ? value.EnumerateArray() : [];
}
