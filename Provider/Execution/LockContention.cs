namespace ShardClient.Execution;

/// <summary>
/// Whether it pays to write to several servers at once, which is done twice where another session holds a lock. After one such meeting the next writes go in
/// shard order.
/// </summary>
internal sealed class LockContention
{
    /// <summary>Writes that go in order after one that met a lock: at most a hundredth of the work is done twice.</summary>
    private const int InOrder = 100;

    private int _inOrder;

    /// <summary>Asked once for each write.</summary>
    public bool IsLow => Volatile.Read(ref _inOrder) <= 0 || Interlocked.Decrement(ref _inOrder) < 0;

    /// <summary>A write has met a lock.</summary>
    public void Notice() => Volatile.Write(ref _inOrder, InOrder);
}
