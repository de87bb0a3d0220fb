using System.Security.Cryptography;
using MtlsAuth.Fuzz.Targets;

namespace MtlsAuth.Fuzz;

/// <summary>Saves an input that something was found with, and says how to run it again.</summary>
internal sealed class Findings(FuzzTarget target, FuzzOptions options)
{
    public void Report(byte[] input, string what)
    {
        Directory.CreateDirectory(options.Output);
        string file = Path.Combine(options.Output, $"{target.Name}-{Convert.ToHexStringLower(SHA256.HashData(input))[..16]}.bin");
        File.WriteAllBytes(file, input);
        Console.Error.WriteLine($"""
            {target.Name}: FINDING with seed {options.Seed}
            {what}
            The input is in {file}. To run it again:
              dotnet run --project tests/MtlsAuth.Fuzz -- {target.Name} --input {file}
            """);
    }
}
