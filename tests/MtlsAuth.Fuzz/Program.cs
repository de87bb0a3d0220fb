using System.Runtime.Loader;
using MtlsAuth.Fuzz;

// The libraries are fuzzed as instrumented copies, so this program runs a second time, among those.
if (AssemblyLoadContext.GetLoadContext(typeof(FuzzOptions).Assembly) != AssemblyLoadContext.Default)
{
    return FuzzRun.Start(args);
}

using InstrumentedContext instrumented = new();
return instrumented.Run(args);
