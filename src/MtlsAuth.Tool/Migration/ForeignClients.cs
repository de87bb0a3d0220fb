using System.Globalization;
using System.Text.Json;

namespace MtlsAuth.Tool.Migration;

/// <summary>Finds the clients in a file of another server.</summary>
internal static class ForeignClients
{
    // Objects that hold clients, in files that hold more than these, are not far from the root.
    private const int MaximumDepth = 3;

    /// <summary>
    /// The objects that are clients, with their places: the entries of an array, those of the member named at any of the first levels,
    /// as in a configuration or an export of a realm, or the only object itself.
    /// </summary>
    /// <param name="root">The file.</param>
    /// <param name="listName">The member that lists clients.</param>
    /// <param name="idName">The member that a client has for its id.</param>
    public static IEnumerable<(string Place, JsonElement Client)> Find(JsonElement root, string listName, string idName) =>
        Find(root, "$", listName, idName, MaximumDepth);

    private static IEnumerable<(string Place, JsonElement Client)> Find(
        JsonElement element, string place, string listName, string idName, int depth)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            return element.EnumerateArray().Index().SelectMany(entry =>
            {
                string below = string.Create(CultureInfo.InvariantCulture, $"{place}[{entry.Index}]");
                return new ForeignObject(entry.Item).Find(listName) is { ValueKind: JsonValueKind.Array } list && depth > 0
                    ? Find(list, $"{below}.{listName}", listName, idName, depth - 1)
                    : [(below, entry.Item)];
            });
        }

        ForeignObject item = new(element);
        if (!item.IsObject || item.FindText(idName) is not null)
        {
            return item.IsObject ? [(place, element)] : [];
        }

        if (item.Find(listName) is { ValueKind: JsonValueKind.Array } clients)
        {
            return Find(clients, $"{place}.{listName}", listName, idName, depth);
        }

        return depth == 0 ? [] : element.EnumerateObject()
            .Where(member => member.Value.ValueKind == JsonValueKind.Object)
            .SelectMany(member => Find(member.Value, $"{place}.{member.Name}", listName, idName, depth - 1));
    }
}
