using ShardClient.Values;

namespace ShardClient.Execution.ReadingAhead;

/// <summary>
/// Lets the shards of a scatter that takes its time be stepped by other threads: an embedded engine works on the thread that reads, so that
/// otherwise one processor does it all.
/// </summary>
internal static class ReadAhead
{
    private static readonly Func<long> Clock = static () => Environment.TickCount64;

    /// <summary>
    /// Cursors to read instead of these, by one thread at a time as always. What is read within a few milliseconds is read as before, and no other
    /// thread has part in it. From then on, when the shards are read in turns, all are read ahead, which costs a merge no more than asking the engine
    /// does. When one is read after the other, the next ones are by one chunk: a scan that finds little has done its work by then, and one that finds
    /// much is not slowed down by copying.
    /// </summary>
    /// <param name="cursors">One per shard, each of a session that nobody else uses: never those of a transaction.</param>
    /// <param name="atOnce">True when all rows are wanted and it is worth copying them that somebody is ahead of the reader from the first row on.</param>
    /// <param name="clock">Milliseconds; by default the system's.</param>
    public static RowCursor[] Wrap(RowCursor[] cursors, bool atOnce = false, Func<long>? clock = null)
    {
        if (cursors.Length < 2 || Environment.ProcessorCount < 2)
            return cursors;
        var group = new ReadAheadGroup(cursors, clock ?? Clock);
        if (atOnce)
            group.Start(continuous: true);
        return group.Cursors;
    }
}
