namespace ShardClient.Tests.Oracle.Tpch;

/// <summary>Samples the process's memory while the cluster works.</summary>
internal sealed class PeakMemory : IDisposable
{
    private const double BytesPerMegabyte = 1_000_000;
    private const int SampleMilliseconds = 5;

    private readonly ManualResetEventSlim _ended = new();
    private readonly Thread _sampler;
    private readonly long _start;
    private volatile bool _samples;
    private long _peak;

    public PeakMemory()
    {
        GC.Collect();
        _start = Environment.WorkingSet;
        _sampler = new Thread(Sample) { IsBackground = true };
        _sampler.Start();
    }

    /// <summary>The most the process held while it was watched.</summary>
    public double Megabytes => Interlocked.Read(ref _peak) / BytesPerMegabyte;

    /// <summary>The same over what it held at the start.</summary>
    public double GrowthMegabytes => Math.Max(0, (Interlocked.Read(ref _peak) - _start) / BytesPerMegabyte);

    public T Watch<T>(Func<T> work)
    {
        _samples = true;
        try
        {
            return work();
        }
        finally
        {
            Note();
            _samples = false;
        }
    }

    public void Dispose()
    {
        _ended.Set();
        _sampler.Join();
        _ended.Dispose();
    }

    private void Sample()
    {
        while (!_ended.Wait(SampleMilliseconds))
        {
            if (_samples)
                Note();
        }
    }

    private void Note()
    {
        var now = Environment.WorkingSet;
        if (now > Interlocked.Read(ref _peak))
            Interlocked.Exchange(ref _peak, now);
    }
}
