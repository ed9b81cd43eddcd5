namespace ShardClient.Keys;

/// <summary>
/// The counting half of snowflake keys: 41 bits of milliseconds since <see cref="Epoch"/>, 10 of worker, 12 of sequence, always positive.
/// Each key is above the one before, whatever the clock does: when it stands or goes back, counting goes on from the last key.
/// </summary>
internal sealed class SnowflakeSequence(TimeProvider clock)
{
    public const int WorkerBits = 10;
    public const int SequenceBits = 12;

    /// <summary>Never changes: 41 bits last until the year 2093.</summary>
    public static readonly DateTimeOffset Epoch = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly long EpochMilliseconds = Epoch.ToUnixTimeMilliseconds();

    /// <summary>Milliseconds and sequence of the last key, without the worker.</summary>
    private long _last;

    /// <summary>The millisecond of the last key, counted from 1970.</summary>
    public long LastMilliseconds => (Volatile.Read(ref _last) >> SequenceBits) + EpochMilliseconds;

    /// <summary>The next key, if its millisecond is before the end.</summary>
    /// <param name="end">Milliseconds from 1970: when the right to the worker ends.</param>
    public bool TryNext(int worker, long end, out long key)
    {
        while (true)
        {
            var last = Volatile.Read(ref _last);
            var now = clock.GetUtcNow().ToUnixTimeMilliseconds() - EpochMilliseconds;
            var next = Math.Max(last + 1, now << SequenceBits);
            var milliseconds = next >> SequenceBits;
            if (milliseconds + EpochMilliseconds >= end)
            {
                key = 0;
                return false;
            }

            if (Interlocked.CompareExchange(ref _last, next, last) == last)
            {
                key = (milliseconds << (WorkerBits + SequenceBits)) | ((long)worker << SequenceBits) | (next & ((1 << SequenceBits) - 1));
                return true;
            }
        }
    }

    /// <summary>Makes the next key's millisecond at least this one, and later than the last key's: for a change of workers.</summary>
    public void StartFrom(long milliseconds)
    {
        while (true)
        {
            var last = Volatile.Read(ref _last);
            var first = Math.Max((last >> SequenceBits) + 1, milliseconds - EpochMilliseconds) << SequenceBits;
            if (Interlocked.CompareExchange(ref _last, first - 1, last) == last)
                return;
        }
    }
}
