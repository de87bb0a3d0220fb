using System.Reflection;
using System.Runtime.Loader;
using SharpFuzz;

namespace MtlsAuth.Fuzz;

/// <summary>Loads this program again beside copies of the libraries in which SharpFuzz counts the branches that are taken.</summary>
internal sealed class InstrumentedContext : AssemblyLoadContext, IDisposable
{
    private static readonly string[] Instrumented = ["MtlsAuth", "MtlsAuth.AspNetCore", "MtlsAuth.OpenBanking", "MtlsAuth.Tool"];

    private readonly string _folder = Directory.CreateTempSubdirectory("mtlsauth-fuzz-").FullName;

    public InstrumentedContext()
        : base("instrumented")
    {
        foreach (string name in Instrumented)
        {
            string copy = Path.Combine(_folder, name + ".dll");
            File.Copy(Path.Combine(AppContext.BaseDirectory, name + ".dll"), copy);
            Fuzzer.Instrument(copy, static _ => true, Options.Value);
        }
    }

    public int Run(string[] args)
    {
        MethodInfo main = LoadFromAssemblyPath(typeof(InstrumentedContext).Assembly.Location).EntryPoint!;
        return (int)main.Invoke(null, [args])!;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    protected override Assembly? Load(AssemblyName assemblyName) =>
        Instrumented.Contains(assemblyName.Name) ? LoadFromAssemblyPath(Path.Combine(_folder, assemblyName.Name + ".dll")) : null;
}
