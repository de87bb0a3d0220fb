using System.Diagnostics;
using System.Globalization;
using MtlsAuth.Fuzz.Mutations;
using MtlsAuth.Fuzz.Targets;

namespace MtlsAuth.Fuzz;

/// <summary>Changes inputs of one target, runs it, and keeps those inputs that take a new way through the libraries.</summary>
/// <remarks>Everything follows from the seed and from how far the time reaches: the same seed tries the same inputs.</remarks>
internal sealed class FuzzLoop
{
    // Readers are bounded; what one input of at most 64 KiB allocates is so as well.
    private const long MaximumAllocation = 64 * 1024 * 1024;

    private readonly FuzzTarget _target;
    private readonly FuzzOptions _options;
    private readonly Coverage _coverage = new();
    private readonly Corpus _corpus;
    private readonly Mutator _mutator;
    private readonly Findings _findings;

    public FuzzLoop(FuzzTarget target, FuzzOptions options)
    {
        _target = target;
        _options = options;
        Random random = new(options.Seed);
        _corpus = Corpus.Load(target, random);
        _mutator = new Mutator(target, _corpus, random);
        _findings = new Findings(target, options);
    }

    /// <summary>Fuzzes until the time is over or something is found; false for the latter.</summary>
    public bool Run()
    {
        long executions = 0;
        long started = Stopwatch.GetTimestamp();
        using Watchdog watchdog = new(_findings);
        foreach (byte[] seed in _corpus.Inputs.ToArray())
        {
            executions++;
            if (!TryExecute(seed, watchdog))
            {
                return false;
            }
        }

        while (Stopwatch.GetElapsedTime(started) < _options.Duration)
        {
            executions++;
            byte[] input = _mutator.Next();
            if (!TryExecute(input, watchdog))
            {
                return false;
            }
        }

        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{_target.Name}: {executions} executions, {executions / seconds:F0}/s, {_coverage.EdgeCount} branches, "
            + $"{_corpus.Inputs.Count} inputs kept, seed {_options.Seed}"));
        return true;
    }

    private bool TryExecute(byte[] input, Watchdog watchdog)
    {
        Coverage.Reset();
        long allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
        watchdog.Begin(input);
        try
        {
            _target.Execute(input);
        }
        catch (Exception exception)
        {
            // The one place where any exception is caught: readers promise that nothing in their input makes one.
            _findings.Report(input, exception.ToString());
            return false;
        }
        finally
        {
            watchdog.End();
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - allocatedBefore;
        if (allocated > MaximumAllocation)
        {
            _findings.Report(input, string.Create(CultureInfo.InvariantCulture, $"The input made the reader allocate {allocated} octets."));
            return false;
        }

        if (_coverage.HasNew())
        {
            _corpus.Add(input);
        }

        return true;
    }
}
