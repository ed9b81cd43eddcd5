namespace ShardClient.Tests.Benchmarks.Servers;

/// <summary>What the ratio of a case compares.</summary>
internal enum Measured
{
    /// <summary>Microseconds on the clock.</summary>
    Time,

    /// <summary>Microseconds of processor time, of the client's process alone.</summary>
    Processor,

    /// <summary>The slowest hundredth of the calls, in microseconds.</summary>
    Tail,

    /// <summary>Microseconds of processor time that the server spent.</summary>
    ServerProcessor,
}

/// <summary>One operation of a client on a server. Two of them, each in a process of its own, make a comparison.</summary>
internal abstract class ServerCase : IDisposable
{
    /// <summary>Operations of one measurement.</summary>
    public abstract int Operations { get; }

    /// <summary>Microseconds of each of the last operations, where the case keeps them.</summary>
    public List<double> Latencies { get; } = [];

    /// <summary>Runs so many operations.</summary>
    public abstract Task RunAsync(int operations);

    /// <summary>Puts back what a run has changed; not measured.</summary>
    public virtual void Restore()
    {
    }

    public abstract void Dispose();
}
