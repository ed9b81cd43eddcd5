namespace ShardClient.Tests.Benchmarks;

/// <summary>The most that the process's memory grows over its start while something runs, sampled every few milliseconds.</summary>
internal static class MemoryGrowth
{
    public static long Of(Action work)
    {
        GC.Collect();
        var start = Environment.WorkingSet;
        var peak = start;
        using var stop = new ManualResetEventSlim();
        var sampler = new Thread(() =>
        {
            while (!stop.Wait(5))
                peak = Math.Max(peak, Environment.WorkingSet);
        });
        sampler.Start();
        try
        {
            work();
        }
        finally
        {
            stop.Set();
            sampler.Join();
        }

        return peak - start;
    }
}
