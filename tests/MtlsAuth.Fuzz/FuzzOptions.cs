using System.Globalization;

namespace MtlsAuth.Fuzz;

/// <summary>What the command line asks for.</summary>
/// <param name="Target">The name of a target, or <c>all</c>, or <c>list</c>.</param>
/// <param name="Duration">How long each target is fuzzed.</param>
/// <param name="Seed">Where the random choices start.</param>
/// <param name="Input">A saved input to run once, or null.</param>
/// <param name="Output">The folder for inputs with findings.</param>
internal sealed record FuzzOptions(string Target, TimeSpan Duration, int Seed, string? Input, string Output)
{
    public const string Usage = "usage: MtlsAuth.Fuzz [all|list|<target>] [--seconds N] [--seed N] [--input FILE] [--output FOLDER]";

    public static FuzzOptions? Parse(string[] args)
    {
        FuzzOptions options = new("all", TimeSpan.FromSeconds(60), Environment.TickCount & 0xFFFF, null, "artifacts/fuzz");
        for (int i = 0; i < args.Length; i++)
        {
            if (!args[i].StartsWith('-'))
            {
                options = options with { Target = args[i] };
                continue;
            }

            if (i + 1 == args.Length)
            {
                return null;
            }

            string value = args[++i];
            int number = int.TryParse(value, CultureInfo.InvariantCulture, out int parsed) ? parsed : -1;
            FuzzOptions? next = (args[i - 1], number) switch
            {
                ("--seconds", > 0) => options with { Duration = TimeSpan.FromSeconds(number) },
                ("--seed", >= 0) => options with { Seed = number },
                ("--input", _) => options with { Input = value },
                ("--output", _) => options with { Output = value },
                _ => null,
            };
            if (next is null)
            {
                return null;
            }

            options = next;
        }

        return options;
    }
}
