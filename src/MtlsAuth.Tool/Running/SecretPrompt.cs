using System.Text;

namespace MtlsAuth.Tool.Running;

/// <summary>A question at the terminal whose answer is not shown.</summary>
internal static class SecretPrompt
{
    private const int MaximumLength = 1_024;

    /// <summary>Asks, and reads until the end of the line.</summary>
    public static string Ask(string question)
    {
        Console.Error.Write(question);
        StringBuilder answer = new();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                answer.Length = Math.Max(0, answer.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar) && answer.Length < MaximumLength)
            {
                answer.Append(key.KeyChar);
            }
        }

        Console.Error.WriteLine();
        return answer.ToString();
    }
}
