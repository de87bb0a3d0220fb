using System.ComponentModel;
using System.Diagnostics;

namespace MtlsAuth.AspNetCore.Tests;

/// <summary>Runs other programs, and skips the test, with the command that installs them, where they are missing.</summary>
internal static class CommandLine
{
    /// <summary>Runs a program to its end.</summary>
    /// <returns>What it printed on its standard output.</returns>
    public static async Task<string> RunAsync(string program, string folder, string input, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Start(start);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        await errors;
        return await output;
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Assert.Ignore($"{start.FileName} is missing: apt-get install {start.FileName}");
            throw;
        }
    }
}
