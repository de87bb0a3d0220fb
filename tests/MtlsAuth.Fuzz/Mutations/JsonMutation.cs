using System.Text;
using System.Text.Json;

namespace MtlsAuth.Fuzz.Mutations;

/// <summary>Changes whole members and values of JSON.</summary>
internal static class JsonMutation
{
    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-1", "1e999", "[]", "{}", "[null]", """[""]""", "[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]",
        "\"\"", "\" \"", """ "\ud800" """, """ "\u0000" """, """{"\udc00":1}""", """{"a":1,"a":2}""",
        "\"AQAB\"", "\"AA\"", "\"_w==\"", "\"EC\"", "\"RSA\"", "\"OKP\"", "\"none\"",
    ];

    /// <summary>One change; null if the input is not JSON.</summary>
    public static byte[]? Apply(byte[] input, IReadOnlyList<byte[]> tokens, Random random)
    {
        List<(int Start, int Length)> values = FindValues(input);
        if (values.Count == 0)
        {
            return null;
        }

        (int start, int length) = values[random.Next(values.Count)];
        (int otherStart, int otherLength) = values[random.Next(values.Count)];
        byte[] name = tokens.Count > 0 ? tokens[random.Next(tokens.Count)] : "x"u8.ToArray();
        byte[] value = Encoding.UTF8.GetBytes(Values[random.Next(Values.Length)]);
        byte[] taken = random.Next(3) == 0 ? input.AsSpan(otherStart, otherLength).ToArray() : value;
        bool isObject = input[start] == '{';
        return random.Next(6) switch
        {
            0 when isObject => OctetMutation.Replace(input, start + 1, 0, [(byte)'"', .. name, .. "\":"u8, .. taken, (byte)',']),
            1 when input[start] == '[' => OctetMutation.Replace(input, start + 1, 0, [.. taken, (byte)',']),
            2 when input[start] == '"' => ChangeText(input, start, length, random),
            3 => OctetMutation.Replace(input, start, length, input.AsSpan(otherStart, otherLength)),
            4 when input[start] == '"' => OctetMutation.Replace(input, start + 1, length - 2, name),
            _ => OctetMutation.Replace(input, start, length, taken),
        };
    }

    private static byte[] ChangeText(byte[] input, int start, int length, Random random)
    {
        int at = start + 1 + random.Next(length - 1);
        return random.Next(5) switch
        {
            0 => OctetMutation.Replace(input, at, 0, "\\ud83d"u8),
            1 => OctetMutation.Replace(input, start + length - 1, 0, "="u8),
            2 => OctetMutation.Replace(input, start + 1, Math.Min(4, length - 2), []),
            3 => OctetMutation.Replace(input, start + 1, 0, "AAAA"u8),
            _ => OctetMutation.Replace(input, at, at < start + length - 1 ? 1 : 0, [(byte)(' ' + random.Next(95))]),
        };
    }

    // Where names and values stand in the text: as text, since two members of one name and broken escapes are among what is tried.
    private static List<(int Start, int Length)> FindValues(byte[] input)
    {
        List<(int Start, int Length)> values = [];
        Stack<int> open = new();
        Utf8JsonReader reader = new(input, new JsonReaderOptions { AllowTrailingCommas = true, MaxDepth = 64 });
        try
        {
            while (reader.Read())
            {
                int start = (int)reader.TokenStartIndex;
                switch (reader.TokenType)
                {
                    case JsonTokenType.StartObject or JsonTokenType.StartArray:
                        open.Push(start);
                        break;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        int opened = open.Pop();
                        values.Add((opened, start + 1 - opened));
                        break;
                    default:
                        values.Add((start, (int)reader.BytesConsumed - start - (reader.TokenType == JsonTokenType.PropertyName ? 1 : 0)));
                        break;
                }
            }
        }
        catch (JsonException)
        {
            // What stands before the fault can be changed all the same.
        }

        return values;
    }
}
