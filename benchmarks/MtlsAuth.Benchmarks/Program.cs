using BenchmarkDotNet.Running;
using MtlsAuth.Benchmarks;

if (args is ["memory", ..])
{
    ClientMemory.Print();
    return;
}

if (args is ["endpoint", ..])
{
    await EndpointBenchmarks.PrintAsync();
    return;
}

if (args is ["openiddict", ..])
{
    await OpenIddictBenchmarks.PrintAsync();
    return;
}

if (args is ["clients", ..])
{
    await ClientLoad.PrintAsync(args[1..]);
    return;
}

if (args is ["tokens", ..])
{
    await TokenLoad.PrintAsync(args[1..]);
    return;
}

// Without arguments the switcher would ask which benchmarks to run; a quick look takes a fraction of the time and says less.
string[] arguments = [.. args.SelectMany(argument => argument == "--quick" ? BenchmarkArguments.Quick : [argument])];
if (!arguments.Contains("--filter") && !arguments.Contains("-f") && !arguments.Contains("--list"))
{
    arguments = [.. arguments, "--filter", "*"];
}

BenchmarkSwitcher.FromAssembly(typeof(ClientMemory).Assembly).Run(arguments, new BenchmarkConfig());
