using MtlsAuth.Fuzz.Targets;

namespace MtlsAuth.Fuzz;

/// <summary>Runs the targets that the command line names; 0 if none of them found anything.</summary>
internal static class FuzzRun
{
    // What a thread of the server's pool has as well: a reader that nests as deeply as its input overflows here.
    private const int StackSize = 1536 * 1024;

    public static int Start(string[] args)
    {
        if (FuzzOptions.Parse(args) is not { } options)
        {
            return Fail(FuzzOptions.Usage);
        }

        // Instrumented code counts from its first line on, and needs somewhere to write to.
        Coverage.Reset();
        if (options.Target == "list")
        {
            Console.WriteLine(string.Join('\n', FuzzTargets.All.Select(target => target.Name)));
            return 0;
        }

        FuzzTarget[] targets = [.. FuzzTargets.All.Where(target => options.Target == "all" || options.Target == target.Name)];
        if (targets.Length == 0)
        {
            return Fail($"There is no target '{options.Target}'.\n{FuzzOptions.Usage}");
        }

        if (options.Input is { } file)
        {
            return RunOnce(targets, File.ReadAllBytes(file));
        }

        int findings = 0;
        foreach (FuzzTarget target in targets)
        {
            Thread thread = new(() => findings += new FuzzLoop(target, options).Run() ? 0 : 1, StackSize);
            thread.Start();
            thread.Join();
        }

        return findings == 0 ? 0 : 1;
    }

    // Nothing is caught, so that a debugger stops where a finding comes from.
    private static int RunOnce(FuzzTarget[] targets, byte[] input)
    {
        foreach (FuzzTarget target in targets)
        {
            target.Execute(input);
            Console.WriteLine($"{target.Name}: no finding");
        }

        return 0;
    }

    private static int Fail(string text)
    {
        Console.Error.WriteLine(text);
        return 2;
    }
}
