using System.Globalization;
using System.Text;
using System.Text.Json;

namespace MtlsAuth.Tool.Input;

/// <summary>Finds where in a JSON text the places stand that JSON paths name.</summary>
internal static class JsonPlaces
{
    private const char Separator = '\0';

    /// <summary>Finds the octets at which members, or entries of arrays, begin.</summary>
    /// <param name="utf8Json">A text without fault.</param>
    /// <param name="paths">Such as <c>$[2].jwks.keys[0]['x5t#S256']</c>.</param>
    /// <returns>
    /// For each path, where it begins. For one that is not there, as where a member is missing, where the nearest place above it begins.
    /// </returns>
    public static IReadOnlyDictionary<string, long> Find(ReadOnlySpan<byte> utf8Json, IEnumerable<string> paths)
    {
        Dictionary<string, string[]> segments = paths.Distinct().ToDictionary(path => path, Split);
        HashSet<string> wanted = [];
        foreach (string[] path in segments.Values)
        {
            for (int length = 0; length <= path.Length; length++)
            {
                wanted.Add(ToKey(path.AsSpan(0, length)));
            }
        }

        Dictionary<string, long> found = Walk(utf8Json, wanted, segments.Values.Select(path => path.Length).DefaultIfEmpty(0).Max());
        return segments.ToDictionary(path => path.Key, path => Nearest(path.Value, found));
    }

    private static long Nearest(string[] path, Dictionary<string, long> found)
    {
        for (int length = path.Length; length > 0; length--)
        {
            if (found.TryGetValue(ToKey(path.AsSpan(0, length)), out long offset))
            {
                return offset;
            }
        }

        return found.GetValueOrDefault(string.Empty);
    }

    private static Dictionary<string, long> Walk(ReadOnlySpan<byte> utf8Json, HashSet<string> wanted, int maximumDepth)
    {
        Dictionary<string, long> found = [];
        StringBuilder path = new();
        Stack<(int Length, int Index)> containers = [];
        Utf8JsonReader reader = new(utf8Json, new JsonReaderOptions { MaxDepth = int.MaxValue });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                path.Length = containers.Pop().Length;
                continue;
            }

            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                path.Length = containers.Peek().Length;
                path.Append(Separator).Append(reader.GetString());
            }
            else if (containers.TryPeek(out (int Length, int Index) container) && container.Index >= 0)
            {
                containers.Pop();
                containers.Push((container.Length, container.Index + 1));
                path.Length = container.Length;
                path.Append(Separator).Append(CultureInfo.InvariantCulture, $"{container.Index}");
            }

            // A member stands where its name does, which comes before its value.
            if (containers.Count <= maximumDepth && path.ToString() is var key && wanted.Contains(key))
            {
                found.TryAdd(key, reader.TokenStartIndex);
            }

            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                containers.Push((path.Length, reader.TokenType == JsonTokenType.StartArray ? 0 : -1));
            }
        }

        return found;
    }

    // $.jwks.keys[0]['x5t#S256'] (RFC 9535 §2.3): names behind points, in brackets and quotes, and indices in brackets.
    private static string[] Split(string path)
    {
        List<string> segments = [];
        ReadOnlySpan<char> rest = path.AsSpan(1);
        while (!rest.IsEmpty)
        {
            (string end, int skipped) = rest switch
            {
                ['[', '\'', ..] => ("']", 2),
                ['[', ..] => ("]", 1),
                _ => (string.Empty, 1),
            };
            rest = rest[skipped..];
            int length = end.Length == 0 ? rest.IndexOfAny('.', '[') : rest.IndexOf(end);
            length = length < 0 ? rest.Length : length;
            segments.Add(rest[..length].ToString());
            rest = rest[Math.Min(length + end.Length, rest.Length)..];
        }

        return [.. segments];
    }

    private static string ToKey(ReadOnlySpan<string> segments)
    {
        StringBuilder key = new();
        foreach (string segment in segments)
        {
            key.Append(Separator).Append(segment);
        }

        return key.ToString();
    }
}
