namespace ShardClient.Backends.MySql.Sharing;

/// <summary>How many sessions of one pool may be shared.</summary>
internal sealed class SharedBudget(int limit)
{
    private int _taken;

    public bool TryTake()
    {
        if (Interlocked.Increment(ref _taken) <= limit)
            return true;
        Interlocked.Decrement(ref _taken);
        return false;
    }

    public void Return() => Interlocked.Decrement(ref _taken);
}
