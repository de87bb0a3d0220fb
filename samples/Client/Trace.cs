using System.Globalization;

namespace Client;

/// <summary>Tells on the console what happens.</summary>
internal static class Trace
{
    private static int _step;

    public static void Step(string text)
    {
        _step++;
        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_step}. {text}"));
    }

    public static void Result(string text) => Console.WriteLine($"   {text}");

    public static bool Response(int expected, HttpAnswer answer)
    {
        Result(string.Create(CultureInfo.InvariantCulture, $"{answer.StatusCode} {answer.Challenge ?? answer.Body}"));
        return answer.StatusCode == expected;
    }

    /// <summary>Where the body is a token, which is nobody's business.</summary>
    public static bool Status(int expected, HttpAnswer answer) =>
        Response(expected, answer.StatusCode == 200 ? answer with { Body = "with an access token" } : answer);
}
