namespace ShardClient.Keys;

/// <summary>The right to make keys as one worker until a moment, which a renewal puts off. Immutable.</summary>
/// <param name="Owner">Made anew for each lease, so that a lease which ran out is never taken for a later one.</param>
/// <param name="End">Milliseconds from 1970: keys of this moment or later are another holder's.</param>
/// <param name="EndTimestamp">The same as a timestamp of the clock that never goes back.</param>
internal sealed record WorkerLease(int Worker, string Owner, long End, long EndTimestamp)
{
    public const int Workers = 1 << SnowflakeSequence.WorkerBits;

    /// <summary>How long a lease runs unless it is renewed.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(60);

    /// <summary>What is kept back from the end: for clocks that differ, and for a thread that stops after it looked at the clock.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromSeconds(5);

    /// <summary>A third leaves two more attempts before the end.</summary>
    public static readonly TimeSpan RenewalPeriod = Duration / 3;

    public bool HasRunOut(TimeProvider clock) => clock.GetTimestamp() >= EndTimestamp || clock.GetUtcNow().ToUnixTimeMilliseconds() >= End;
}
