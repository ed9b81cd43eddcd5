namespace ShardClient.Backends.MySql.Sharing;

/// <summary>Finished reads, kept to be used again: as many as can be under way.</summary>
internal sealed class SharedReadShelf(int capacity)
{
    private readonly Lock _gate = new();
    private readonly SharedRead[] _free = new SharedRead[capacity];
    private int _count;

    public SharedRead Rent()
    {
        lock (_gate)
        {
            if (_count > 0)
                return _free[--_count];
        }

        return new SharedRead(this);
    }

    /// <summary>From its one owner, once; nobody else may know the read any more.</summary>
    public void Return(SharedRead read)
    {
        lock (_gate)
        {
            if (_count < _free.Length)
                _free[_count++] = read;
        }
    }
}
